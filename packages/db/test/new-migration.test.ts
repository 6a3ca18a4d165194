import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { migrate } from "../src/migrate.ts";
import { prismaDir } from "../src/migration-files.ts";
import { newMigration } from "../src/new-migration.ts";
import { diffMigrationsToSchema } from "../src/schema-diff.ts";
import { emptyDatabase, query } from "./empty-database.ts";
import { ownFolderWith } from "./prisma-folder.ts";

const now = new Date("2099-12-31T23:59:58.765Z");
const shadows = "SELECT datname FROM pg_database WHERE datname LIKE 'touchline_shadow%'";

test("the migrations make exactly what the schema says", async () => {
  expect(await diffMigrationsToSchema({ serverUrl: await emptyDatabase(), prismaDir })).toBe("");
});

test("a change of the schema becomes a migration that leads there", async () => {
  const serverUrl = await emptyDatabase();
  const dir = await ownFolderWith("model Note {\n  id Int @id\n  words String\n}");
  const written = await newMigration({ name: "Add notes!", serverUrl, now, prismaDir: dir });
  expect(written?.path).toBe(`${dir}/migrations/20991231235958_add_notes/migration.sql`);
  expect(written?.sql).toContain('CREATE TABLE "Note"');
  expect(await readFile(written?.path ?? "", "utf8")).toBe(written?.sql);
  expect(await diffMigrationsToSchema({ serverUrl, prismaDir: dir })).toBe("");

  const { applied } = await migrate({ databaseUrl: serverUrl, prismaDir: dir });
  expect(applied.at(-1)).toBe("20991231235958_add_notes");
});

test("the given database is left alone and the temporary one is gone", async () => {
  const serverUrl = await emptyDatabase();
  const dir = await ownFolderWith("model Note {\n  id Int @id\n}");
  await newMigration({ name: "notes", serverUrl, now, prismaDir: dir });
  expect(await query(serverUrl, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  expect(await query(serverUrl, shadows)).toEqual([]);
});

test("without a change nothing is written", async () => {
  const dir = await ownFolderWith("");
  expect(
    await newMigration({ name: "nothing", serverUrl: await emptyDatabase(), now, prismaDir: dir }),
  ).toBeUndefined();
});
