import { errorMessage } from "@touchline/observability/describe-error";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import { createBreaker } from "./breaker.ts";
import type { LaneName } from "./catalog.ts";
import { withDeadline } from "./deadline.ts";
import type { JobToAdd, LaneStore } from "./lane-store.ts";

export type WriteOutcome = { ok: true } | { ok: false; reason: string };

/** A store that is written to within a deadline, and left alone while it misses. */
export interface LaneWriter {
  lane: LaneName;
  /** Ok means that the store has confirmed; not ok means that it may or may not have it. Never rejects. */
  write(queueName: string, jobs: readonly JobToAdd[]): Promise<WriteOutcome>;
  /** Whether a write would be confirmed now: one just was, or a probe is. */
  check(): Promise<WriteOutcome>;
  close(): void;
}

/** How long a confirmation or a probe speaks for the lane. */
const freshMs = 1_000;
/** While events flow, how often the rest of what a probe asks (room in memory) is looked at. */
const lookEveryMs = 5_000;

export function createLaneWriter(input: { store: LaneStore; deadlineMs: number; log: Logger; metrics: Metrics }): LaneWriter {
  const { store, deadlineMs, log } = input;
  const { lane } = store;
  const { misses, open } = writerMetrics(input.metrics);
  let confirmedAt = 0;
  let lookedAt = Date.now();
  let checking: Promise<WriteOutcome> | undefined;

  const breaker = createBreaker({
    probe,
    onChange(isOpen, reason) {
      open.set({ lane }, isOpen ? 1 : 0);
      if (isOpen) log.warn({ lane, reason }, "lane missed, events go around it");
      else log.info({ lane }, "lane is used again");
    },
  });
  open.set({ lane }, 0);

  async function probe(): Promise<void> {
    lookedAt = Date.now();
    await withDeadline(store.probe(), deadlineMs, "no confirmation");
    confirmedAt = Date.now();
  }

  async function attempt(work: () => Promise<void>): Promise<WriteOutcome> {
    try {
      await work();
      confirmedAt = Date.now();
      return { ok: true };
    } catch (error) {
      const reason = errorMessage(error);
      misses.inc({ lane });
      breaker.trip(reason);
      return { ok: false, reason };
    }
  }

  async function runCheck(): Promise<WriteOutcome> {
    const outcome = await attempt(probe);
    checking = undefined;
    return outcome;
  }

  return {
    lane,
    async write(queueName, jobs) {
      const reason = breaker.reason();
      if (reason !== undefined) return { ok: false, reason };
      const outcome = await attempt(() => withDeadline(store.add(queueName, jobs), deadlineMs, "no confirmation"));
      if (Date.now() - lookedAt > lookEveryMs) void attempt(probe);
      return outcome;
    },
    async check() {
      // An open breaker probes by itself, about as often as anybody may want to know.
      const reason = breaker.reason();
      if (reason !== undefined) return { ok: false, reason };
      if (Date.now() - confirmedAt < freshMs) return { ok: true };
      checking ??= runCheck();
      return await checking;
    },
    close: () => breaker.close(),
  };
}

function writerMetrics(metrics: Metrics) {
  return {
    misses: metrics.counter("lane_misses_total", "Writes and probes that a lane did not confirm in time", ["lane"]),
    open: metrics.gauge("lane_breaker_open", "1 while events go around a lane", ["lane"]),
  };
}
