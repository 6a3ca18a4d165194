import { type IQueueBackend, PostgresQueueBackend, Worker } from "bullmq";
import type { LaneProcessor, LaneWorker, OpenedWorker, WorkerSettings } from "./lane-store.ts";
import { asBullPool, openPool, openQueueConnection } from "./postgres-pool.ts";
import type { TroubleLog } from "./trouble-log.ts";
import { closeWorker, slowFailures, workerOptions } from "./worker-options.ts";

/** One connection listens for jobs for as long as the worker lives; the others carry its statements. */
const maxConnections = 4;
const statementMs = 15_000;

/** A worker with a pool of its own, so that replacing the worker replaces everything it might be stuck on. */
export function openPostgresWorker(input: {
  databaseUrl: string;
  name: string;
  processor: LaneProcessor;
  settings: WorkerSettings;
  trouble: TroubleLog;
  applicationName: string;
}): OpenedWorker {
  const { databaseUrl, name, processor, settings, trouble, applicationName } = input;
  const { pool, close } = openPool({ databaseUrl, maxConnections, deadlineMs: statementMs, applicationName });
  const connection = openQueueConnection(pool);
  connection.on("error", trouble.report);

  const factory = (queueName: string): IQueueBackend => {
    const backend = new PostgresQueueBackend(
      connection,
      queueName,
      { ...workerOptions(settings), connection: asBullPool(pool) },
      true,
      queueName,
    );
    // An hour, BullMQ's own, trusts that no notification is ever missed.
    Object.defineProperty(backend, "maximumBlockTimeout", { value: 10 });
    return slowFailures(backend);
  };
  const worker: LaneWorker = new Worker(name, processor, { ...workerOptions(settings), connection: {} }, factory);
  return {
    worker,
    close: (deadlineMs) =>
      closeWorker(worker, { deadlineMs, isAway: () => false, cut: (forced) => close(forced ? 0 : 1_000) }),
  };
}
