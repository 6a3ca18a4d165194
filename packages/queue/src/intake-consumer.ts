import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import { z } from "zod";
import { type IntakeEvent, IntakeJob, intakeQueueName, type LaneName } from "./catalog.ts";
import { type Consumer, type WatchSettings, consume } from "./consume.ts";
import type { LaneDepth } from "./depths.ts";
import { UnreadableJobError } from "./job-options.ts";
import type { LaneProcessor, WorkerSettings } from "./lane-store.ts";
import type { Lanes } from "./lanes.ts";
import { redriveFailed } from "./redrive.ts";
import { storableError } from "./storable-error.ts";
import { createTroubleLog } from "./trouble-log.ts";

export type { Consumer } from "./consume.ts";

const idleMs = 5_000;
const defaultLockMs = 15_000;
/** Jobs on the Postgres lane may be as large as a body may be, and all that are taken are held in memory. */
const maxPostgresConcurrency = 16;

/**
 * Consumes the intake queue on every lane. `handle` is given the events of one job and must resolve only after they are
 * committed: then the job is removed. When it rejects, the job comes again after a pause, for as long as it takes.
 * @param concurrency jobs at a time on each lane, so calls of `handle` at a time
 * @param lockMs a job of a worker that is gone is retaken after this, twice it at most
 */
export function consumeIntake(input: {
  lanes: Lanes;
  concurrency?: number | undefined;
  lockMs?: number | undefined;
  watch?: WatchSettings | undefined;
  handle: (events: IntakeEvent[]) => Promise<void>;
  log: Logger;
  metrics: Metrics;
}): Consumer {
  const { lanes, concurrency = 50, lockMs = defaultLockMs, watch, handle, log, metrics } = input;
  async function onLook(depths: readonly LaneDepth[]): Promise<void> {
    for (const store of lanes.stores) {
      const failed = depths.find(({ lane }) => lane === store.lane)?.depth?.failed ?? 0;
      if (failed > 0) await redriveFailed(store, log);
    }
  }

  const process = createProcessor(handle, log, metrics);
  const settingsFor = (lane: LaneName): WorkerSettings => ({
    concurrency: lane === "redis" ? concurrency : Math.min(concurrency, maxPostgresConcurrency),
    idleMs,
    lockMs,
  });
  return consume({ lanes, queueName: intakeQueueName, process, settingsFor, watch, onLook, log, metrics });
}

function createProcessor(
  handle: (events: IntakeEvent[]) => Promise<void>,
  log: Logger,
  metrics: Metrics,
): LaneProcessor {
  const trouble = createTroubleLog(log, "recording of events");
  const failures = metrics.counter("intake_job_failures_total", "Intake jobs that have to come again", ["reason"]);

  return async (job) => {
    const parsed = IntakeJob.safeParse(job.data);
    if (!parsed.success) {
      failures.inc({ reason: "unreadable" });
      const problems = z.prettifyError(parsed.error);
      log.error(
        { jobId: job.id, jobName: job.name, problems },
        "this version cannot read a job; it waits for one that can",
      );
      throw new UnreadableJobError(`this version cannot read the job: ${problems}`);
    }
    try {
      await handle(parsed.data.events);
      trouble.clear();
    } catch (error) {
      failures.inc({ reason: "not_recorded" });
      trouble.report(error);
      throw storableError(error);
    }
  };
}
