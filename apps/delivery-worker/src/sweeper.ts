import type { Db } from "@touchline/db/client";
import type { DueDelivery } from "@touchline/db/event-to-record";
import { skipRemovedDestinations } from "@touchline/db/rest-destination";
import { sweepDeliveries, sweepProbes } from "@touchline/db/sweep-deliveries";
import type { StoreWatch } from "@touchline/db/store-watch";
import type { Logger } from "@touchline/observability/logger";
import type { DeliveryMetrics } from "./delivery-metrics.ts";

const everyMs = 1_000;
const limit = 500;
const jobAgeMs = 30_000;

/**
 * Brings due deliveries that have no job (lost lane, dead worker, rested destination) back into a lane. Before the first
 * round, those of destinations that the configuration no longer names are skipped.
 */
export function startSweeper(deps: {
  db: Db;
  destinations: readonly string[];
  store: StoreWatch;
  enqueue: (jobs: DueDelivery[]) => Promise<void>;
  log: Logger;
  metrics: DeliveryMetrics;
}): { stop(): Promise<void> } {
  const { db, destinations, store, log } = deps;
  const stopped = new AbortController();

  async function sweepOnce(): Promise<void> {
    const due = await sweepDeliveries(db, { destinations, limit, jobAgeMs });
    const probes = await sweepProbes(db, destinations);
    deps.metrics.swept(due.length);
    await deps.enqueue([...due, ...probes]);
  }

  async function skipRemoved(): Promise<void> {
    const skipped = await skipRemovedDestinations(db, destinations);
    if (skipped > 0) log.warn({ deliveries: skipped }, "skipped the deliveries of destinations no longer configured");
  }

  async function run(): Promise<void> {
    let skippedRemoved = false;
    while (!stopped.signal.aborted) {
      try {
        if (!skippedRemoved) await skipRemoved();
        skippedRemoved = true;
        await sweepOnce();
      } catch (error) {
        if (stopped.signal.aborted) return;
        await store.untilBack(error).catch(() => undefined);
      }
      await tick(stopped.signal);
    }
  }

  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

async function tick(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, everyMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
