import type { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { noFilters, withMigrationEngine } from "./migration-engine.ts";
import { failedMigration, newerDatabase, toMigrationError } from "./migration-errors.ts";
import { prismaDir, readMigrations } from "./migration-files.ts";
import type { MigrationList } from "./migration-files.ts";
import { withMigrationLock } from "./migration-lock.ts";

export interface MigrateOptions {
  databaseUrl: string;
  log?: (message: string) => void;
  /** Takes a migration that failed before from the top. Nothing of it was kept: each runs in one transaction. */
  retryFailed?: boolean;
  /** The folder with `migrations/`; the repository's own unless given. */
  prismaDir?: string;
}

/**
 * Brings Touchline's tables up to date and says which migrations it applied, oldest first; none when all were.
 * Any number of processes may call it at once. Throws `MigrationError`, whose message is meant for people, when the
 * database cannot be reached, is newer than this version, or a migration fails or has failed before.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const { databaseUrl, log = () => undefined } = options;
  const migrationsList = await readMigrations(options.prismaDir ?? prismaDir);
  const onWait = (): void => log("another process is migrating this database; waiting for it");
  try {
    return await withMigrationLock(databaseUrl, onWait, () =>
      withMigrationEngine(databaseUrl, async (engine) => {
        await checkHistory(engine, migrationsList, options);
        const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters });
        for (const name of appliedMigrationNames) log(`applied ${name}`);
        return { applied: appliedMigrationNames };
      }),
    );
  } catch (error) {
    throw toMigrationError(error, databaseUrl);
  }
}

async function checkHistory(
  engine: SchemaEngine,
  migrationsList: MigrationList,
  options: MigrateOptions,
): Promise<void> {
  const state = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: noFilters,
  });
  for (const migrationName of state.failedMigrationNames) {
    if (options.retryFailed !== true) throw await failedMigration(options.databaseUrl, migrationName);
    await engine.markMigrationRolledBack({ migrationName });
  }
  for (const name of state.editedMigrationNames) options.log?.(`${name} was changed after it was applied`);
  const history = state.history;
  if (history === null || history.diagnostic === "databaseIsBehind") return;
  throw newerDatabase(history.unpersistedMigrationNames);
}
