import type { Config } from "@touchline/config/config";
import type { Db } from "@touchline/db/client";
import { errorMessage } from "@touchline/observability/describe-error";
import type { CliContext } from "./context.ts";
import { CliFailure } from "./failure.ts";
import { settingsFor } from "./settings.ts";

/** The database's address. @throws CliFailure when there is none */
export function databaseUrlOf(config: Config): string {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  throw new CliFailure(
    "DATABASE_URL is not set; set it to the PostgreSQL that Touchline writes to, e.g. postgresql://user@host:5432/touchline",
  );
}

/** Opens the configured database for one piece of work and closes it again. */
export async function withDatabase<T>(context: CliContext, work: (db: Db, config: Config) => Promise<T>): Promise<T> {
  const config = settingsFor(context);
  const databaseUrl = databaseUrlOf(config);
  // Loading Prisma takes longer than most commands run.
  const { openDb } = await import("@touchline/db/client");
  const db = openDb(databaseUrl, { maxConnections: 2 });
  try {
    return await work(db, config);
  } catch (error) {
    throw await explain(error, databaseUrl);
  } finally {
    await db.$disconnect();
  }
}

/** Says what to do about the two things that are commonly wrong with a database. */
export async function explain(error: unknown, databaseUrl: string): Promise<unknown> {
  if (error instanceof CliFailure) return error;
  const place = placeOf(databaseUrl);
  const { sqlStateOf } = await import("@touchline/db/store-error");
  const state = sqlStateOf(error);
  if (state === "42P01" || state === "3F000") {
    return new CliFailure(`the tables are missing in ${place}; make them with: touchline migrate`, { cause: error });
  }
  const reason = errorMessage(error).trim().split("\n").at(-1) ?? "";
  const unreachable = /ECONNREFUSED|ENOTFOUND|ETIMEDOUT|ECONNRESET|EAI_AGAIN|can't reach|timeout|timed out/iu.test(
    errorMessage(error),
  );
  const refused = state !== undefined && (state.startsWith("28") || state === "3D000");
  // A MigrationError's message is meant for people as it is.
  const told =
    error instanceof Error && error.name === "MigrationError" ? new CliFailure(error.message, { cause: error }) : error;
  if (!unreachable && !refused) return told;
  return new CliFailure(
    `no connection to PostgreSQL at ${place} (${reason}); check DATABASE_URL and that the server runs`,
    { cause: error },
  );
}

/** `host:port/database`: what of a URL may be shown. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host || "local socket"}${pathname}`;
}
