import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { dropDatabasesOf } from "./drop-databases.ts";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
    databaseTemplate: string;
    redisUrl: string;
  }
}

/** One PostgreSQL and one Redis for the whole run; TEST_DATABASE_URL and TEST_REDIS_URL bring servers instead. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { TEST_DATABASE_URL: givenPostgres, TEST_REDIS_URL: givenRedis } = process.env;
  const started = await Promise.allSettled([
    givenPostgres === undefined ? startPostgres() : undefined,
    givenRedis === undefined ? startRedis() : undefined,
  ]);
  const close = async (): Promise<void> => {
    for (const server of started) if (server.status === "fulfilled") await server.value?.close();
  };
  const failed = started.find((server) => server.status === "rejected");
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  const [postgres, redis] = started.map((server) => (server.status === "fulfilled" ? server.value?.url : undefined));
  const postgresUrl = givenPostgres ?? postgres ?? "";
  // Runs that share a given server at the same time must not share a template.
  const template = `touchline_test_${randomBytes(4).toString("hex")}`;
  project.provide("postgresUrl", postgresUrl);
  project.provide("databaseTemplate", template);
  project.provide("redisUrl", givenRedis ?? redis ?? "");
  return async () => {
    if (givenPostgres !== undefined) await dropDatabasesOf(postgresUrl, template);
    await close();
  };
}
