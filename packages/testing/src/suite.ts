import { inject } from "vitest";
import { cloneTemplate } from "./clone-template.ts";
import { redisCommand } from "./redis-command.ts";
import { taken } from "./taken.ts";

/** A fresh migrated database on the run's PostgreSQL; returns its URL. Connections left to it fail the file. */
export async function testDatabase(): Promise<string> {
  const url = await cloneTemplate(inject("postgresUrl"), inject("databaseTemplate"));
  taken.databases.push(url);
  return url;
}

/** An empty Redis database of this file's own; connections left to it fail the file. */
export async function testRedisUrl(): Promise<string> {
  if (taken.redis !== undefined) return taken.redis;
  const url = new URL(inject("redisUrl"));
  // Files that run at the same time have different pool ids, so a server's 16 databases are enough.
  const index = process.env["VITEST_POOL_ID"] ?? "1";
  await redisCommand(url.href, `SELECT ${index}`, "FLUSHDB");
  url.pathname = `/${index}`;
  taken.redis = url.href;
  return url.href;
}
