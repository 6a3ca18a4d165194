import { PostgresConnection, type PgPool, assertSchemaCompatibility, isPgPool } from "bullmq";
import { type ClientBase, Pool } from "pg";
import { postgresSchema } from "./catalog.ts";
import { withDeadline } from "./deadline.ts";

export interface PoolOptions {
  databaseUrl: string;
  maxConnections: number;
  /** For connecting and for each statement, on both ends. */
  deadlineMs: number;
  applicationName: string;
}

export interface OpenPool {
  pool: Pool;
  /** Returns what is lent out, within the deadline; past it the sockets are destroyed. Never rejects. */
  close(deadlineMs: number): Promise<void>;
}

/** A pool whose unqualified names mean the queue's tables. Connects on first use. */
export function openPool({ databaseUrl, maxConnections, deadlineMs, applicationName }: PoolOptions): OpenPool {
  const options = {
    connectionString: databaseUrl,
    max: maxConnections,
    application_name: applicationName,
    connectionTimeoutMillis: deadlineMs,
    // Later than the server's own, so that it speaks only when the server or the network hangs.
    query_timeout: deadlineMs + 500,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Awaited by the pool. Not as startup parameters: a URL with options of its own would drop them, poolers refuse them.
    onConnect: async (client: ClientBase): Promise<void> => {
      await client.query(`SET search_path TO ${postgresSchema}; SET statement_timeout TO ${deadlineMs}`);
    },
  };
  const pool = new Pool(options);
  // Each queue listens to the pool's errors.
  pool.setMaxListeners(0);
  const cutters = new Set<() => void>();
  pool.on("connect", (client) => {
    const cut = (): void => destroySocket(client);
    cutters.add(cut);
    // One that dies while it is lent out, between two statements, must not end the process: the next statement says so.
    client.on("error", () => undefined);
    client.once("end", () => cutters.delete(cut));
  });

  return {
    pool,
    async close(closeDeadlineMs) {
      const ended = pool.end();
      await withDeadline(ended, closeDeadlineMs, "close").catch(() => undefined);
      for (const cut of cutters) cut();
    },
  };
}

/** pg keeps the socket on `connection`, outside its types; without one there is nothing to destroy. */
function destroySocket(client: object): void {
  const connection: unknown = "connection" in client ? client.connection : undefined;
  const stream: unknown =
    typeof connection === "object" && connection !== null && "stream" in connection ? connection.stream : undefined;
  if (typeof stream === "object" && stream !== null && "destroy" in stream && typeof stream.destroy === "function")
    stream.destroy();
}

/**
 * BullMQ's connection on a pool of ours. Its own remembers for ever that the first attempt to reach the server failed;
 * this one tries again with the next command.
 */
export function openQueueConnection(pool: Pool): PostgresConnection {
  const connection = new PostgresConnection(asBullPool(pool));
  let ready: Promise<void> | undefined;
  connection.waitUntilReady = () => {
    ready ??= assertReady(pool).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };
  return connection;
}

async function assertReady(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await assertSchemaCompatibility(client, postgresSchema);
  } finally {
    client.release();
  }
}

/** pg's pool under BullMQ's own, narrower name for it. */
export function asBullPool(pool: Pool): PgPool {
  const candidate: unknown = pool;
  if (!isPgPool(candidate)) throw new TypeError("BullMQ does not take this for a pool");
  return candidate;
}
