import type { BackoffStrategy, JobsOptions } from "bullmq";

/** The largest count that both stores hold (a 32-bit integer in Postgres): in effect "for ever". */
export const unlimited = 2_147_483_647;

/** No job of ours keeps log lines or a long list of stack traces. */
const lean = { keepLogs: 0, stackTraceLimit: 1 } as const;

/** An intake job never ends in `failed`: it is tried until its events are committed, then removed at once. */
export const intakeJobOptions = {
  ...lean,
  attempts: unlimited,
  backoff: { type: "touchline" },
  removeOnComplete: true,
  removeOnFail: false,
} as const satisfies JobsOptions;

/**
 * Kept for a while once done, to be looked at. A failed one goes at once: the row in Postgres is the truth, and the
 * sweeper's new job for it has the same id, which BullMQ would ignore while it still held the old one.
 */
export const deliveryJobOptions = {
  ...lean,
  attempts: 12,
  backoff: { type: "touchline" },
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: true,
} as const satisfies JobsOptions;

/** A payload that this version cannot read. Tried again seldom, so that a version that can finds it. */
export class UnreadableJobError extends Error {
  override name = "UnreadableJobError";
}

const firstMs = 500;
const maxMs = 30_000;
const unreadableMs = 60_000;

/** Doubles from half a second to 30 s, with jitter so that jobs that failed together do not return together. */
export const backoff: BackoffStrategy = (attemptsMade, _type, error) => {
  const ceiling =
    error instanceof UnreadableJobError ? unreadableMs : Math.min(maxMs, firstMs * 2 ** Math.min(attemptsMade - 1, 10));
  return Math.round(ceiling * (0.5 + Math.random() / 2));
};
