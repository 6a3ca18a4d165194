import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";

/** The open database. */
export type Db = PrismaClient;

/** What a verb takes: the open database or a transaction on it, so that it joins an outer one. */
export type Tx = Prisma.TransactionClient;

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
const transactionTimeoutMs = 30_000;

/**
 * Opens a pool on a PostgreSQL database; connects on first use. Close with `db.$disconnect()`.
 *
 * The server ends a statement after 30 s and a transaction left idle after 60 s (its owner is gone); a server that
 * stopped answering is given up 5 s later. A dead connection is replaced by the pool, never thrown.
 */
export function openDb(databaseUrl: string, options: { maxConnections?: number } = {}): Db {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: "touchline",
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 5_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  });
  // A connection that dies while it is lent out, between two statements, has no listener of the pool or the adapter, and
  // an error that nobody hears ends the process. Whoever holds it learns of it from their next statement.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: { maxWait: connectTimeoutMs, timeout: transactionTimeoutMs },
  });
}
