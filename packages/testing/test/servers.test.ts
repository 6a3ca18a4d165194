import { afterEach, expect, inject, test } from "vitest";
import { type PrivatePostgres, startPostgres } from "../src/postgres.ts";
import { redisCommand } from "../src/redis-command.ts";
import { type PrivateRedis, startRedis } from "../src/redis.ts";
import { testDatabase, testRedisUrl } from "../src/suite.ts";
import { withClient } from "../src/with-client.ts";

let servers: (PrivatePostgres | PrivateRedis)[] = [];

afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
});

test("a Redis killed at once after a confirmed write still has it when it comes back", async () => {
  const redis = await startRedis();
  servers.push(redis);
  await redisCommand(redis.url, "SET promised kept");
  await redis.kill9();
  await expect(redisCommand(redis.url, "PING")).rejects.toThrow("ECONNREFUSED");
  await redis.start();
  expect(await redisCommand(redis.url, "GET promised")).toContain("kept");
});

test("a PostgreSQL killed at once after a commit still has it when it comes back on the same port", async () => {
  const postgres = await startPostgres();
  servers.push(postgres);
  await withClient(postgres.url, (client) => client.query("CREATE TABLE promised AS SELECT 'kept' AS state"));
  await postgres.kill9();
  await expect(withClient(postgres.url, (client) => client.query("SELECT 1"))).rejects.toThrow("ECONNREFUSED");
  await postgres.start();
  const found = await withClient(postgres.url, (client) => client.query("SELECT state FROM promised"));
  expect(found.rows).toEqual([{ state: "kept" }]);
});

test("each database is migrated, and what is written to one is not in the next", async () => {
  const [one, other] = [await testDatabase(), await testDatabase()];
  const countTables =
    "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
  const before = await withClient(other, (client) => client.query<{ tables: number }>(countTables));
  expect(before.rows[0]?.tables).toBeGreaterThan(5);
  await withClient(one, (client) => client.query("CREATE TABLE mine ()"));
  const after = await withClient(other, (client) => client.query<{ tables: number }>(countTables));
  expect(after.rows).toEqual(before.rows);
});

test("the Redis database of a file starts empty and is not the server's first", async () => {
  const url = await testRedisUrl();
  expect(new URL(url).pathname).not.toBe("/0");
  const index = new URL(url).pathname.slice(1);
  expect(await redisCommand(inject("redisUrl"), `SELECT ${index}`, "DBSIZE")).toContain(":0");
});
