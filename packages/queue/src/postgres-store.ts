import type { Logger } from "@touchline/observability/logger";
import { type IQueueBackend, type PostgresConnection, PostgresQueueBackend, Queue } from "bullmq";
import type { Pool } from "pg";
import type { LaneQueue, LaneStore } from "./lane-store.ts";
import { addJobs, createQueues, queueOptions } from "./open-queue.ts";
import { postgresDepth } from "./postgres-depth.ts";
import { asBullPool, openPool, openQueueConnection } from "./postgres-pool.ts";
import { postgresWeaknesses } from "./postgres-settings.ts";
import { openPostgresWorker } from "./postgres-worker.ts";
import { createTroubleLog } from "./trouble-log.ts";

export interface PostgresStoreOptions {
  databaseUrl: string;
  deadlineMs: number;
  /** What the connections are called in `pg_stat_activity`. */
  name: string;
  log: Logger;
}

const maxConnections = 6;

const probeWrite = `
INSERT INTO meta (queue, field, value) VALUES ('{probe}', 'at', $1)
ON CONFLICT (queue, field) DO UPDATE SET value = EXCLUDED.value`;

/** Postgres as a lane. Connects with the first command, and again with the next one after a failure. */
export function openPostgresStore({ databaseUrl, deadlineMs, name, log }: PostgresStoreOptions): LaneStore {
  const trouble = createTroubleLog(log, "postgres lane");
  const { pool, close } = openPool({ databaseUrl, maxConnections, deadlineMs, applicationName: name });
  const connection = openQueueConnection(pool);
  const queues = createQueues((queueName) => openQueue(connection, pool, queueName), trouble.report);
  let weaknesses: string[] = [];

  connection.on("error", trouble.report);
  pool.once("connect", () => {
    postgresWeaknesses(pool).then((found) => {
      if (found.length > 0) log.warn({ weaknesses: found }, "Postgres is a weak store");
      weaknesses = found;
    }, trouble.report);
  });

  async function answered<T>(work: Promise<T>): Promise<T> {
    const answer = await work;
    trouble.clear();
    return answer;
  }

  return {
    lane: "postgres",
    queue: queues.get,
    add: (queueName, jobs) => answered(addJobs(queues.get(queueName), jobs)),
    probe: async () => void (await answered(pool.query(probeWrite, [String(Date.now())]))),
    depth: (queueName) => answered(postgresDepth(pool, queueName)),
    openWorker: (queueName, processor, settings) =>
      openPostgresWorker({ databaseUrl, name: queueName, processor, settings, trouble, applicationName: name }),
    weaknesses: () => weaknesses,
    async close() {
      await queues.close();
      await close(1_000);
    },
  };
}

function openQueue(connection: PostgresConnection, pool: Pool, name: string): LaneQueue {
  // All queues share the pool, so none of them may close it.
  const factory = (): IQueueBackend =>
    new PostgresQueueBackend(connection, name, { connection: asBullPool(pool) }, false);
  return new Queue(name, { ...queueOptions, connection: {} }, factory);
}
