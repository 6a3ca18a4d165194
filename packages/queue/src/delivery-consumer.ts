import { UnrecoverableError } from "bullmq";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import { z } from "zod";
import { DeliveryJob, deliveryQueueName } from "./catalog.ts";
import { createSlots } from "./slots.ts";
import { type Consumer, type WatchSettings, consume } from "./consume.ts";
import type { LaneProcessor, WorkerSettings } from "./lane-store.ts";
import type { Lanes } from "./lanes.ts";
import { storableError } from "./storable-error.ts";
import { createTroubleLog } from "./trouble-log.ts";

export type { Consumer } from "./consume.ts";

// Longer than the intake's: there is one queue per destination, and each costs its stores something while it is idle.
const idleMs = 20_000;
const defaultWatch: WatchSettings = { lookEveryMs: 20_000, stuckAfterMs: 30_000 };
const defaultLockMs = 15_000;

/**
 * Consumes the queue of one destination on every lane. `handle` writes its own outcomes; when it rejects, that is
 * trouble around it, and the job comes again after a pause.
 * @param concurrency calls of `handle` at a time, over all lanes
 * @param lockMs a job of a worker that is gone is retaken after this, twice it at most
 */
export function consumeDeliveries(input: {
  lanes: Lanes;
  destination: string;
  concurrency: number;
  lockMs?: number | undefined;
  watch?: WatchSettings | undefined;
  handle: (job: { deliveryId: string; generation: number }) => Promise<void>;
  log: Logger;
  metrics: Metrics;
}): Consumer {
  const { lanes, destination, concurrency, lockMs = defaultLockMs, watch = defaultWatch, handle, log, metrics } = input;
  const trouble = createTroubleLog(log, `deliveries to ${destination}`);
  const failures = metrics.counter("delivery_job_failures_total", "Delivery jobs that ended in an exception", [
    "destination",
  ]);
  const slots = createSlots(concurrency);

  const process: LaneProcessor = async (job) => {
    const parsed = DeliveryJob.safeParse(job.data);
    if (!parsed.success) {
      const problems = z.prettifyError(parsed.error);
      log.error(
        { jobId: job.id, destination, problems },
        "this version cannot read a delivery job; its delivery gets a new one",
      );
      throw new UnrecoverableError(`this version cannot read the job: ${problems}`);
    }
    const { deliveryId, generation } = parsed.data;
    try {
      await slots.run(() => handle({ deliveryId, generation }));
      trouble.clear();
    } catch (error) {
      failures.inc({ destination });
      trouble.report(error);
      throw storableError(error);
    }
  };

  const settingsFor = (): WorkerSettings => ({ concurrency, idleMs, lockMs });
  return consume({ lanes, queueName: deliveryQueueName(destination), process, settingsFor, watch, log, metrics });
}
