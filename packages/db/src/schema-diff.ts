import { noFilters, withMigrationEngine } from "./migration-engine.ts";
import { readMigrations, readSchema } from "./migration-files.ts";

/**
 * The SQL that leads from what the migrations make to what the schema says; empty when they agree. Plays the
 * migrations into a temporary database on the given server, so its user must be allowed to create one.
 */
export async function diffMigrationsToSchema(input: { serverUrl: string; prismaDir: string }): Promise<string> {
  const migrations = await readMigrations(input.prismaDir);
  const schema = await readSchema(input.prismaDir);
  const result = await withMigrationEngine(input.serverUrl, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", ...schema },
      script: true,
      exitCode: true,
      filters: noFilters,
    }),
  );
  return result.exitCode === 0 ? "" : (result.stdout ?? "");
}
