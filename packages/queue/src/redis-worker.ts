import { type BackendFactory, QueueKeys, RedisConnection, RedisQueueBackend, Worker } from "bullmq";
import { redisPrefix } from "./catalog.ts";
import type { LaneProcessor, LaneWorker, OpenedWorker, WorkerSettings } from "./lane-store.ts";
import { openWorkerClient } from "./redis-clients.ts";
import type { TroubleLog } from "./trouble-log.ts";
import { closeWorker, slowFailures, workerOptions } from "./worker-options.ts";

/** A worker with two connections of its own: one that blocks for jobs and one for everything else. */
export function openRedisWorker(input: {
  url: string;
  name: string;
  processor: LaneProcessor;
  settings: WorkerSettings;
  trouble: TroubleLog;
}): OpenedWorker {
  const { url, name, processor, settings, trouble } = input;
  const commands = openWorkerClient(url);
  const blocking = openWorkerClient(url);
  for (const client of [commands, blocking]) client.on("error", trouble.report);

  // Built here and not by BullMQ, so that both connections can be cut when Redis hangs at the time of closing.
  const factory: BackendFactory = (queueName, options) => {
    const keys = new QueueKeys(redisPrefix);
    return slowFailures(
      new RedisQueueBackend(
        new RedisConnection(commands, { shared: true, blocking: false }),
        queueName,
        keys.getKeys(queueName),
        (type) => keys.toKey(queueName, type),
        options,
        new RedisConnection(blocking, { shared: true, blocking: true }),
      ),
    );
  };
  const options = { ...workerOptions(settings), connection: commands, prefix: redisPrefix };
  const worker: LaneWorker = new Worker(name, processor, options, factory);
  const cut = (): void => {
    commands.disconnect();
    blocking.disconnect();
  };
  return {
    worker,
    close: (deadlineMs) => closeWorker(worker, { deadlineMs, isAway: () => commands.status !== "ready", cut }),
  };
}
