import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { prismaDir } from "../src/migration-files.ts";

/** A `prisma` folder of the test's own with the given migrations instead of ours. */
export async function folderWith(migrations: Record<string, string>): Promise<string> {
  const dir = await temporaryFolder();
  await mkdir(join(dir, "migrations"));
  await writeFile(join(dir, "migrations/migration_lock.toml"), 'provider = "postgresql"\n');
  for (const [name, sql] of Object.entries(migrations)) await addMigration(dir, name, sql);
  return dir;
}

export async function addMigration(dir: string, name: string, sql: string): Promise<void> {
  await mkdir(join(dir, "migrations", name), { recursive: true });
  await writeFile(join(dir, "migrations", name, "migration.sql"), sql);
}

/** A copy of our own `prisma` folder whose schema ends with `models`. */
export async function ownFolderWith(models: string): Promise<string> {
  const dir = await temporaryFolder();
  await cp(prismaDir, dir, { recursive: true });
  const schema = join(dir, "schema.prisma");
  await writeFile(schema, `${await readFile(schema, "utf8")}\n${models}\n`);
  return dir;
}

async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "touchline-prisma-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  return dir;
}
