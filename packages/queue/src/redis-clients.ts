import { Redis, type RedisOptions } from "ioredis";

const common = {
  // Quick enough that a Redis that is back is used within a second or so, with jitter against a herd.
  retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 5), 1_000) * (0.75 + Math.random() / 2),
  // After a failover the connection may still lead to what is a replica now; a new one finds the new primary.
  reconnectOnError: (error: Error) => error.message.startsWith("READONLY"),
  keepAlive: 10_000,
  disableClientInfo: true,
} satisfies RedisOptions;

/**
 * A client for everything that somebody waits for. It never queues or resends: a command on a connection that is down
 * or breaks rejects at once, one that gets no answer rejects at the deadline, and a connection that stays mute is cut.
 */
export function openCommandClient(url: string, deadlineMs: number): Redis {
  return new Redis(url, {
    ...common,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: deadlineMs,
    connectTimeout: Math.max(deadlineMs, 1_000),
    socketTimeout: 2 * deadlineMs + 1_000,
  });
}

/** A client as BullMQ's workers demand it: it waits for Redis as long as it takes. Blocks for 20 s at most. */
export function openWorkerClient(url: string): Redis {
  return new Redis(url, { ...common, maxRetriesPerRequest: null, connectTimeout: 5_000, socketTimeout: 40_000 });
}
