import { setTimeout as sleep } from "node:timers/promises";
import type { IQueueBackend, WorkerOptions } from "bullmq";
import { withDeadline } from "./deadline.ts";
import { backoff, unlimited } from "./job-options.ts";
import type { LaneWorker, WorkerSettings } from "./lane-store.ts";

export function workerOptions({ concurrency, idleMs, lockMs }: WorkerSettings): Omit<WorkerOptions, "connection"> {
  return {
    autorun: false,
    concurrency,
    drainDelay: idleMs / 1_000,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    // A worker that dies in the middle of a job says nothing about the job, however often it happens.
    maxStalledCount: unlimited,
    runRetryDelay: 1_000,
    settings: { backoffStrategy: backoff },
  };
}

const failurePauseMs = 500;

/** A fetch that a store refuses (out of memory, read only, starting up) would be repeated in a tight loop; this slows it. */
export function slowFailures<B extends IQueueBackend>(backend: B): B {
  const fetch = backend.moveToActive.bind(backend);
  backend.moveToActive = async (...given) => {
    try {
      return await fetch(...given);
    } catch (error) {
      await sleep(failurePauseMs);
      throw error;
    }
  };
  return backend;
}

/**
 * Closes a worker: its jobs are finished and their end is told to the store, within the deadline. A store that is away
 * cannot be told, so its connections are cut soon; what was not confirmed is retaken by another worker. Never rejects.
 */
export async function closeWorker(
  worker: LaneWorker,
  { deadlineMs, isAway, cut }: { deadlineMs: number; isAway: () => boolean; cut: (forced: boolean) => unknown },
): Promise<void> {
  let done = false;
  const closed = worker
    .close()
    .catch(() => undefined)
    .finally(() => (done = true));
  const givenUp = new AbortController();
  await Promise.race([
    withDeadline(closed, deadlineMs, "close").catch(() => undefined),
    untilAway(isAway, givenUp.signal),
  ]);
  givenUp.abort();
  await cut(!done);
  await withDeadline(closed, 250, "close").catch(() => undefined);
}

/** Resolves when the store has been away for a second on end. */
async function untilAway(isAway: () => boolean, signal: AbortSignal): Promise<void> {
  for (let times = 0; times < 4 && !signal.aborted; times = isAway() ? times + 1 : 0) {
    await sleep(250, undefined, { signal }).catch(() => undefined);
  }
}
