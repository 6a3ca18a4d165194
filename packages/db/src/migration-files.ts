import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** The repository's `prisma` folder. */
export const prismaDir = resolve(import.meta.dirname, "../../../prisma");

export interface MigrationList {
  baseDir: string;
  lockfile: { path: string; content: string | null };
  shadowDbInitScript: string;
  migrationDirectories: { path: string; migrationFile: { path: string; content: { tag: "ok"; value: string } } }[];
}

/** Every migration of a `prisma` folder with its SQL, oldest first, in the shape the schema engine takes. */
export async function readMigrations(dir: string): Promise<MigrationList> {
  const baseDir = join(dir, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories: MigrationList["migrationDirectories"] = [];
  for (const name of names.sort()) {
    const value = await readFile(join(baseDir, name, "migration.sql"), "utf8");
    migrationDirectories.push({ path: name, migrationFile: { path: "migration.sql", content: { tag: "ok", value } } });
  }
  const lockfile = {
    path: "migration_lock.toml",
    content: await readFile(join(baseDir, "migration_lock.toml"), "utf8"),
  };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}

/** The schema of a `prisma` folder, in the shape the schema engine takes. */
export async function readSchema(dir: string): Promise<{ files: { path: string; content: string }[] }> {
  const path = join(dir, "schema.prisma");
  return { files: [{ path, content: await readFile(path, "utf8") }] };
}
