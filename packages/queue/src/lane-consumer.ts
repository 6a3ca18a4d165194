import type { Logger } from "@touchline/observability/logger";
import type { LaneName } from "./catalog.ts";
import type { LaneProcessor, LaneStore, OpenedWorker, QueueDepth, WorkerSettings } from "./lane-store.ts";
import { createStuckDetector } from "./stuck-detector.ts";
import { createTroubleLog } from "./trouble-log.ts";

export interface LaneConsumer {
  lane: LaneName;
  /** What the last look at the lane says; undefined while the lane cannot be reached. */
  state(): { ok: true } | { ok: false; reason: string } | undefined;
  /** Takes in how the queue stands (undefined: not reachable), and replaces a worker that does not take what waits. */
  look(depth: QueueDepth | undefined): void;
  pause(): Promise<void>;
  resume(): void;
  close(deadlineMs: number): Promise<void>;
}

export interface LaneConsumerOptions {
  store: LaneStore;
  queueName: string;
  process: LaneProcessor;
  settings: WorkerSettings;
  stuckAfterMs: number;
  onReplaced: () => void;
  log: Logger;
}

/** Losing the lock of a job that was handled in time costs a repeat, which Postgres recognises. */
const lostLock = /Missing lock for job|could not renew lock|Lock mismatch|Missing key for job/u;

/**
 * One worker on one lane, kept alive. A worker can be connected, say that it runs, and yet never take a job again after
 * its store was away; so what counts is progress, and a worker without it is replaced, connections and all.
 */
export function consumeLane({ store, queueName, settings, log, ...options }: LaneConsumerOptions): LaneConsumer {
  const trouble = createTroubleLog(log, `${store.lane} worker of ${queueName}`);
  const stuck = createStuckDetector(options.stuckAfterMs);
  let paused = false;
  let reachable = false;
  let current = open();

  function open(): OpenedWorker {
    const opened = store.openWorker(queueName, process, settings);
    opened.worker.on("error", (error) =>
      lostLock.test(error.message) ? log.debug({ err: error }) : trouble.report(error),
    );
    if (paused) void opened.worker.pause(true);
    opened.worker.run().catch(trouble.report);
    return opened;
  }

  async function process(...given: Parameters<LaneProcessor>): Promise<void> {
    trouble.clear();
    const done = stuck.taking();
    await options.process(...given).finally(done);
  }

  function replace(): void {
    log.error({ lane: store.lane, queueName }, "worker takes no jobs although some wait; replacing it");
    options.onReplaced();
    // Nothing is being handled, so there is nothing to finish.
    void current.close(0);
    current = open();
  }

  return {
    lane: store.lane,
    state() {
      if (!reachable) return undefined;
      if (paused) return { ok: false, reason: "paused" };
      return stuck.isStuck() ? { ok: false, reason: "jobs wait and none is taken" } : { ok: true };
    },
    look(depth) {
      reachable = depth !== undefined;
      const waiting = depth !== undefined && !depth.paused && !paused && depth.waiting > 0;
      const wantsNew = stuck.look(waiting);
      if (wantsNew || (!paused && !current.worker.isRunning())) replace();
    },
    async pause() {
      paused = true;
      await current.worker.pause(true);
    },
    resume() {
      paused = false;
      void current.worker.resume();
    },
    close: (deadlineMs) => current.close(deadlineMs),
  };
}
