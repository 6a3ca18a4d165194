import { type IQueueBackend, PostgresQueueBackend, Queue } from "bullmq";
import type { Logger } from "@touchline/observability/logger";
import type { LaneQueue, LaneStore } from "./lane-store.ts";
import { addJobs, queueOptions } from "./open-queue.ts";
import { postgresDepth } from "./postgres-depth.ts";
import { asBullPool, openPool, openQueueConnection } from "./postgres-pool.ts";
import { postgresWeaknesses } from "./postgres-settings.ts";
import { openPostgresWorker } from "./postgres-worker.ts";
import { createTroubleLog } from "./trouble-log.ts";

const maxConnections = 6;

/** Postgres as a lane. Connects with the first command, and again with the next one after a failure. */
export function openPostgresStore(input: { databaseUrl: string; deadlineMs: number; log: Logger; name: string }): LaneStore {
  const { databaseUrl, deadlineMs, log, name: applicationName } = input;
  const trouble = createTroubleLog(log, "postgres lane");
  const { pool, close } = openPool({ databaseUrl, maxConnections, deadlineMs, applicationName });
  const connection = openQueueConnection(pool);
  connection.on("error", trouble.report);
  const queues = new Map<string, LaneQueue>();
  let weaknesses: string[] = [];

  pool.once("connect", () => {
    postgresWeaknesses(pool).then((found) => {
      if (found.length > 0) log.warn({ weaknesses: found }, "Postgres is a weak store");
      weaknesses = found;
    }, trouble.report);
  });

  function queue(name: string): LaneQueue {
    const known = queues.get(name);
    if (known !== undefined) return known;
    // All queues share the pool, so none of them may close it.
    const factory = (): IQueueBackend => new PostgresQueueBackend(connection, name, { connection: asBullPool(pool) }, false);
    const made: LaneQueue = new Queue(name, { ...queueOptions, connection: {} }, factory);
    made.on("error", trouble.report);
    queues.set(name, made);
    return made;
  }

  return {
    lane: "postgres",
    queue,
    async add(name, jobs) {
      await addJobs(queue(name), jobs);
      trouble.clear();
    },
    async probe() {
      await pool.query(
        `INSERT INTO meta (queue, field, value) VALUES ('{probe}', 'at', $1)
         ON CONFLICT (queue, field) DO UPDATE SET value = EXCLUDED.value`,
        [String(Date.now())],
      );
      trouble.clear();
    },
    async depth(name) {
      const depth = await postgresDepth(pool, name);
      trouble.clear();
      return depth;
    },
    openWorker: (name, processor, settings) => openPostgresWorker({ databaseUrl, name, processor, settings, trouble, applicationName }),
    weaknesses: () => weaknesses,
    async close() {
      for (const made of queues.values()) await made.close();
      await close(1_000);
    },
  };
}
