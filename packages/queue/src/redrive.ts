import { randomUUID } from "node:crypto";
import type { Logger } from "@touchline/observability/logger";
import { intakeQueueName } from "./catalog.ts";
import { intakeJobOptions } from "./job-options.ts";
import type { LaneStore } from "./lane-store.ts";

const atATime = 20;

/**
 * Puts intake jobs that ended in `failed` back, as new jobs: nothing acknowledged may rest there, whatever brought it
 * there. The old job goes only after the new one is confirmed; a repeat in between is recognised by Postgres. Never rejects.
 */
export async function redriveFailed(store: LaneStore, log: Logger): Promise<void> {
  try {
    await putBack(store, log);
  } catch (error) {
    // The next look finds what is left.
    log.error({ err: error, lane: store.lane }, "could not put failed jobs back");
  }
}

async function putBack(store: LaneStore, log: Logger): Promise<void> {
  const failed = await store.queue(intakeQueueName).getFailed(0, atATime - 1);
  for (const job of failed) {
    const { id: jobId, name, data, failedReason } = job;
    await store.add(intakeQueueName, [{ name, id: `again-${randomUUID()}`, data, options: intakeJobOptions }]);
    await job.remove();
    log.error(
      { lane: store.lane, jobId, failedReason },
      "a job of acknowledged events had failed for good; it is back in the queue",
    );
  }
}
