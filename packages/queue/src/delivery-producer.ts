import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import { DeliveryJob, deliveryQueueName } from "./catalog.ts";
import { deliveryJobOptions } from "./job-options.ts";
import type { JobToAdd } from "./lane-store.ts";
import { createLaneWriters } from "./lane-writer.ts";
import type { LaneDeadlines, Lanes } from "./lanes.ts";
import { writeFirst } from "./write-first.ts";

export interface DeliveryToEnqueue {
  destination: string;
  deliveryId: string;
  /** Part of the job's id: a queue ignores an id that it still holds. */
  generation: number;
  delayMs?: number | undefined;
}

export interface DeliveryProducer {
  /** One write per destination. What failed is left to the sweeper or to the caller. Never rejects. */
  enqueue<T extends DeliveryToEnqueue>(jobs: readonly T[]): Promise<{ enqueued: T[]; failed: T[] }>;
  close(): Promise<void>;
}

/** The way into the queues of the destinations. */
export function createDeliveryProducer(input: {
  lanes: Lanes;
  deadlines: LaneDeadlines;
  log: Logger;
  metrics: Metrics;
}): DeliveryProducer {
  const { lanes, deadlines, log, metrics } = input;
  const counted = metrics.counter("deliveries_enqueued_total", "Delivery jobs by the lane that confirmed them", [
    "lane",
    "destination",
  ]);
  const underWay = new Set<Promise<unknown>>();
  const writers = createLaneWriters(lanes, deadlines, { log, metrics });

  async function enqueueFor(destination: string, jobs: readonly DeliveryToEnqueue[]): Promise<boolean> {
    const outcome = await writeFirst(writers, deliveryQueueName(destination), jobs.map(toJob));
    counted.inc({ lane: outcome.ok ? outcome.lane : "none", destination }, jobs.length);
    if (!outcome.ok)
      log.error(
        { destination, jobs: jobs.length, reason: outcome.reason },
        "no lane took the deliveries; the sweeper brings them",
      );
    return outcome.ok;
  }

  async function enqueueAll<T extends DeliveryToEnqueue>(jobs: readonly T[]): Promise<{ enqueued: T[]; failed: T[] }> {
    const byDestination = Map.groupBy(jobs, ({ destination }) => destination);
    const outcomes = await Promise.all(
      [...byDestination].map(async ([name, own]) => ({ own, ok: await enqueueFor(name, own) })),
    );
    return {
      enqueued: outcomes.flatMap(({ ok, own }) => (ok ? own : [])),
      failed: outcomes.flatMap(({ ok, own }) => (ok ? [] : own)),
    };
  }

  return {
    async enqueue(jobs) {
      const work = enqueueAll(jobs);
      underWay.add(work);
      return await work.finally(() => underWay.delete(work));
    },
    async close() {
      await Promise.allSettled(underWay);
      for (const writer of writers) writer.close();
    },
  };
}

function toJob({ destination, deliveryId, generation, delayMs }: DeliveryToEnqueue): JobToAdd {
  const data: DeliveryJob = DeliveryJob.parse({ v: 1, deliveryId, generation });
  return { name: destination, id: `${deliveryId}-g${generation}`, data, delayMs, options: deliveryJobOptions };
}
