import { errorMessage } from "@touchline/observability/describe-error";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import { createBreaker } from "./breaker.ts";
import type { LaneName } from "./catalog.ts";
import { withDeadline } from "./deadline.ts";
import type { JobToAdd, LaneStore } from "./lane-store.ts";
import type { LaneDeadlines, Lanes } from "./lanes.ts";

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

export interface LaneWriterDeps {
  store: LaneStore;
  deadlineMs: number;
  log: Logger;
  metrics: Metrics;
}

/** How long a confirmation or a probe speaks for the lane. */
const freshMs = 1_000;
/** While events flow, how often the rest of what a probe asks (room in memory) is looked at. */
const lookEveryMs = 5_000;

const writeBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];

/** A writer for each lane, in the lanes' order. */
export function createLaneWriters(
  lanes: Pick<Lanes, "stores">,
  deadlines: LaneDeadlines,
  shared: Pick<LaneWriterDeps, "log" | "metrics">,
): LaneWriter[] {
  return lanes.stores.map((store) =>
    createLaneWriter({
      store,
      deadlineMs: store.lane === "redis" ? deadlines.redisMs : deadlines.postgresMs,
      ...shared,
    }),
  );
}

function createLaneWriter({ store, deadlineMs, log, metrics }: LaneWriterDeps): LaneWriter {
  const { lane } = store;
  const misses = metrics.counter("lane_misses_total", "Writes and probes that a lane did not confirm in time", [
    "lane",
  ]);
  const seconds = metrics.histogram("lane_write_seconds", "Until a lane confirmed a write", writeBuckets, ["lane"]);
  const breaker = createBreaker({ probe, onChange: announceBreaker(lane, log, metrics) });
  let confirmedAt = 0;
  let lookedAt = Date.now();
  let checking: Promise<WriteOutcome> | undefined;

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

  return {
    lane,
    async write(queueName, jobs) {
      const reason = breaker.reason();
      if (reason !== undefined) return { ok: false, reason };
      const timed = seconds.startTimer({ lane });
      const outcome = await attempt(() => withDeadline(store.add(queueName, jobs), deadlineMs, "no confirmation"));
      if (outcome.ok) timed();
      if (Date.now() - lookedAt > lookEveryMs) void attempt(probe);
      return outcome;
    },
    async check() {
      // An open breaker probes by itself, about as often as anybody may want to know.
      const reason = breaker.reason();
      if (reason !== undefined) return { ok: false, reason };
      if (Date.now() - confirmedAt < freshMs) return { ok: true };
      checking ??= attempt(probe).finally(() => (checking = undefined));
      return await checking;
    },
    close: () => breaker.close(),
  };
}

function announceBreaker(lane: LaneName, log: Logger, metrics: Metrics): (open: boolean, reason?: string) => void {
  const gauge = metrics.gauge("lane_breaker_open", "1 while events go around a lane", ["lane"]);
  gauge.set({ lane }, 0);
  return (open, reason) => {
    gauge.set({ lane }, open ? 1 : 0);
    if (open) log.warn({ lane, reason }, "lane missed, events go around it");
    else log.info({ lane }, "lane is used again");
  };
}
