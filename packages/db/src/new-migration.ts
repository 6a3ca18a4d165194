import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prismaDir } from "./migration-files.ts";
import { diffMigrationsToSchema } from "./schema-diff.ts";

export interface NewMigrationOptions {
  /** Becomes the end of the folder's name; anything but letters and digits turns into `_`. */
  name: string;
  /** A server where a temporary database may be made; its own databases are left alone. */
  serverUrl: string;
  now: Date;
  prismaDir?: string;
}

/**
 * Writes the migration that brings the database from the newest migration to the schema, without applying it.
 * @returns where it was written and its SQL; nothing when the migrations already make what the schema says
 */
export async function newMigration(options: NewMigrationOptions): Promise<{ path: string; sql: string } | undefined> {
  const dir = options.prismaDir ?? prismaDir;
  const sql = await diffMigrationsToSchema({ serverUrl: options.serverUrl, prismaDir: dir });
  if (sql === "") return undefined;
  const folder = join(dir, "migrations", migrationName(options));
  await mkdir(folder);
  const path = join(folder, "migration.sql");
  await writeFile(path, sql);
  return { path, sql };
}

// The order of the names is the order of the migrations.
function migrationName({ name, now }: Pick<NewMigrationOptions, "name" | "now">): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/\D/g, "");
  const words = name.toLowerCase().match(/[a-z0-9]+/g);
  if (words === null) throw new Error(`a migration needs a name of letters and digits; got "${name}"`);
  return `${time}_${words.join("_")}`;
}
