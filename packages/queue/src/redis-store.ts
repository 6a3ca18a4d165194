import type { Logger } from "@touchline/observability/logger";
import { createRedisBackend, type IQueueBackend, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { redisPrefix } from "./catalog.ts";
import type { LaneQueue, LaneStore } from "./lane-store.ts";
import { addJobs, createQueues, queueOptions } from "./open-queue.ts";
import { openCommandClient } from "./redis-clients.ts";
import { redisDepth } from "./redis-depth.ts";
import { assertRoom, redisWeaknesses } from "./redis-settings.ts";
import { openRedisWorker } from "./redis-worker.ts";
import { createTroubleLog } from "./trouble-log.ts";

/** Redis as a lane. Connects in the background and goes on trying for as long as it is open. */
export function openRedisStore({ url, deadlineMs, log }: { url: string; deadlineMs: number; log: Logger }): LaneStore {
  const trouble = createTroubleLog(log, "redis lane");
  const client = openCommandClient(url, deadlineMs);
  const queues = createQueues((name) => openQueue(client, name), trouble.report);
  const connectedOnce = Promise.withResolvers<void>();
  let weaknesses: string[] = [];

  client.on("error", trouble.report);
  client.on("ready", () => {
    connectedOnce.resolve();
    trouble.clear();
    redisWeaknesses(client).then((found) => {
      if (found.length > 0 && found.join() !== weaknesses.join())
        log.warn({ weaknesses: found }, "Redis is a weak store");
      weaknesses = found;
    }, trouble.report);
  });

  /** A first connection is waited for; one that was lost fails at once. */
  async function assertConnected(): Promise<void> {
    if (["reconnecting", "close", "end"].includes(client.status)) throw new Error("Redis is not connected");
    await connectedOnce.promise;
  }

  return {
    lane: "redis",
    queue: queues.get,
    async add(name, jobs) {
      await assertConnected();
      await addJobs(queues.get(name), jobs);
    },
    async probe() {
      await assertConnected();
      await client.set(`${redisPrefix}:probe`, Date.now(), "PX", 60_000);
      await assertRoom(client);
    },
    async depth(name) {
      await assertConnected();
      return await redisDepth(client, `${redisPrefix}:${name}`);
    },
    openWorker: (name, processor, settings) => openRedisWorker({ url, name, processor, settings, trouble }),
    weaknesses: () => weaknesses,
    async close() {
      client.disconnect();
      await queues.close();
    },
  };
}

function openQueue(client: Redis, name: string): LaneQueue {
  // The version check could fail for good on a connection that breaks in its middle; nothing here depends on it.
  const options = { ...queueOptions, connection: client, prefix: redisPrefix, skipVersionCheck: true };
  return new Queue(name, options, (...given): IQueueBackend => createRedisBackend(...given));
}
