import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { migrate } from "../src/migrate.ts";
import { prismaDir, readMigrations } from "../src/migration-files.ts";
import { emptyDatabase, query } from "./empty-database.ts";
import { addMigration, folderWith } from "./prisma-folder.ts";

const ownNames = async (): Promise<string[]> =>
  (await readMigrations(prismaDir)).migrationDirectories.map((migration) => migration.path);

test("an empty database gets every migration in order; a second run applies nothing", async () => {
  const databaseUrl = await emptyDatabase();
  expect(await migrate({ databaseUrl })).toEqual({ applied: await ownNames() });
  expect(await migrate({ databaseUrl })).toEqual({ applied: [] });
  expect(await query(databaseUrl, "SELECT count(*)::int AS n FROM deliveries")).toEqual([{ n: 0 }]);
});

test("of several that migrate at once, one applies each migration and all return", async () => {
  const databaseUrl = await emptyDatabase();
  const results = await Promise.all([1, 2, 3, 4].map(() => migrate({ databaseUrl })));
  expect(results.flatMap((result) => result.applied)).toEqual(await ownNames());
  const rows = await query(databaseUrl, "SELECT migration_name FROM _prisma_migrations");
  expect(rows).toHaveLength((await ownNames()).length);
});

test("the history is the one `prisma migrate` keeps", async () => {
  const databaseUrl = await emptyDatabase();
  await migrate({ databaseUrl });
  const { migrationDirectories } = await readMigrations(prismaDir);
  const expected = migrationDirectories.map(({ path, migrationFile }) => ({
    migration_name: path,
    checksum: createHash("sha256").update(migrationFile.content.value).digest("hex"),
    applied_steps_count: 1,
    finished: true,
    rolled_back_at: null,
    logs: null,
  }));
  const rows = await query(
    databaseUrl,
    `SELECT migration_name, checksum, applied_steps_count, finished_at >= started_at AS finished, rolled_back_at, logs
     FROM _prisma_migrations ORDER BY started_at`,
  );
  expect(rows).toEqual(expected);
});

test("a migration that fails leaves nothing behind, stops every later run by name, and can be taken again", async () => {
  const databaseUrl = await emptyDatabase();
  const dir = await folderWith({ "1_first": "CREATE TABLE a (id int)", "2_bad": "CREATE TABLE b (id int); SELEC 1" });
  await expect(migrate({ databaseUrl, prismaDir: dir })).rejects.toThrow(/syntax error at or near "SELEC"/);
  expect(await query(databaseUrl, "SELECT to_regclass('a')::text AS a, to_regclass('b')::text AS b")).toEqual([
    { a: "a", b: null },
  ]);

  await addMigration(dir, "2_bad", "CREATE TABLE b (id int)");
  const again = migrate({ databaseUrl, prismaDir: dir });
  await expect(again).rejects.toThrow(/2_bad failed before \(.*SELEC.*--retry-failed/);
  expect(await migrate({ databaseUrl, prismaDir: dir, retryFailed: true })).toEqual({ applied: ["2_bad"] });
  expect(await migrate({ databaseUrl, prismaDir: dir })).toEqual({ applied: [] });
});

test("a migration is one script: semicolons inside a function body do not cut it", async () => {
  const databaseUrl = await emptyDatabase();
  const sql = "CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 0; RETURN 1; END $$; -- the; end";
  await migrate({ databaseUrl, prismaDir: await folderWith({ "1_function": sql }) });
  expect(await query(databaseUrl, "SELECT one() AS one")).toEqual([{ one: 1 }]);
});

test("a database that is newer than this version is refused and says what it has", async () => {
  const databaseUrl = await emptyDatabase();
  await migrate({ databaseUrl, prismaDir: await folderWith({ "1_a": "SELECT 1", "2_later": "SELECT 2" }) });
  const older = migrate({ databaseUrl, prismaDir: await folderWith({ "1_a": "SELECT 1" }) });
  await expect(older).rejects.toThrow(/newer than this version of Touchline: it has 2_later/);
});

test("a server that is not there is named, the password is not", async () => {
  const refused = migrate({ databaseUrl: "postgres://someone:hunter2@127.0.0.1:1/nowhere" });
  const error: unknown = await refused.catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: "MigrationError",
    message: expect.stringMatching(/ECONNREFUSED.*127\.0\.0\.1:1\/nowhere/),
  });
  expect(String(error)).not.toContain("hunter2");
});
