import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import type { Check } from "@touchline/observability/run-checks";
import type { LaneName } from "./catalog.ts";
import { createDepthGauges } from "./depth-gauges.ts";
import { type LaneDepth, queueDepths } from "./depths.ts";
import { consumeLane, type LaneConsumer } from "./lane-consumer.ts";
import type { LaneProcessor, WorkerSettings } from "./lane-store.ts";
import type { Lanes } from "./lanes.ts";

export interface Consumer {
  /** Fails when a lane that can be reached is not consumed, or none can be reached. */
  check: Check;
  /** Takes no more jobs; those being handled go on. */
  pause(): Promise<void>;
  resume(): void;
  /** Finishes what is being handled. Resolves shortly after the deadline at the latest; what is left is retaken by others. */
  close(deadlineMs: number): Promise<void>;
}

/** How closely a consumer watches itself. */
export interface WatchSettings {
  lookEveryMs: number;
  /** A worker that takes nothing for this long while jobs wait is replaced. */
  stuckAfterMs: number;
}

const defaultWatch: WatchSettings = { lookEveryMs: 10_000, stuckAfterMs: 15_000 };

/** Consumes a queue on every lane. Lanes that are away, at the start too, are consumed when they return. */
export function consume(input: {
  lanes: Lanes;
  queueName: string;
  process: LaneProcessor;
  settingsFor: (lane: LaneName) => WorkerSettings;
  watch?: WatchSettings | undefined;
  /** Told how the queue stands after each look. */
  onLook?: (depths: readonly LaneDepth[]) => Promise<void>;
  log: Logger;
  metrics: Metrics;
}): Consumer {
  const { lanes, queueName, process, settingsFor, log, metrics } = input;
  const { lookEveryMs, stuckAfterMs } = input.watch ?? defaultWatch;
  const replaced = metrics.counter("workers_replaced_total", "Workers replaced because they took no jobs", [
    "queue",
    "lane",
  ]);
  const show = createDepthGauges(metrics);
  const consumers = lanes.stores.map((store) => {
    const onReplaced = (): void => replaced.inc({ queue: queueName, lane: store.lane });
    const settings = settingsFor(store.lane);
    return consumeLane({ store, queueName, process, settings, stuckAfterMs, onReplaced, log });
  });
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function look(): Promise<void> {
    const depths = await queueDepths(lanes, queueName);
    if (closed) return;
    show(queueName, depths);
    for (const consumer of consumers) consumer.look(depths.find(({ lane }) => lane === consumer.lane)?.depth);
    await input.onLook?.(depths);
    // Spread, so that the consumers of many queues do not ask all at once.
    if (!closed) timer = setTimeout(() => void look(), lookEveryMs * (0.9 + Math.random() / 5));
  }
  void look();

  return {
    check: async () => summarise(consumers),
    pause: async () => void (await Promise.all(consumers.map((consumer) => consumer.pause()))),
    resume: () => consumers.forEach((consumer) => consumer.resume()),
    async close(deadlineMs) {
      closed = true;
      clearTimeout(timer);
      await Promise.all(consumers.map((consumer) => consumer.close(deadlineMs)));
    },
  };
}

function summarise(consumers: readonly LaneConsumer[]): Awaited<ReturnType<Check>> {
  const states = consumers.map(({ lane, state }) => ({ lane, state: state() }));
  const failing = states.flatMap(({ lane, state }) => (state?.ok === false ? [`${lane}: ${state.reason}`] : []));
  if (failing.length > 0) return { ok: false, reason: failing.join("; ") };
  return states.some(({ state }) => state?.ok === true)
    ? { ok: true }
    : { ok: false, reason: "no lane can be reached" };
}
