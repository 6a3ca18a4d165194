import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "@touchline/db/client";
import type { DueDelivery } from "@touchline/db/event-to-record";
import { skipRemovedDestinations } from "@touchline/db/rest-destination";
import { repairLines } from "@touchline/db/repair-lines";
import { sweepDeliveries, sweepProbes } from "@touchline/db/sweep-deliveries";
import type { StoreWatch } from "@touchline/db/store-watch";
import type { Logger } from "@touchline/observability/logger";
import type { DeliveryMetrics } from "./delivery-metrics.ts";

const everyMs = 1_000;
const limit = 500;
const jobAgeMs = 30_000;
const stopMs = 2_000;
const repairEveryMs = 60_000;

/**
 * Brings due deliveries that have no job (lost lane, dead worker, rested destination) back into a lane. Before the first
 * round, those of destinations that the configuration no longer names are skipped.
 */
export function startSweeper(deps: {
  db: Db;
  destinations: readonly string[];
  /** Whether a configuration file says that there are no others: only then are the deliveries of others skipped. */
  skipOthers: boolean;
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

  async function repair(): Promise<void> {
    const repaired = await repairLines(db);
    if (repaired > 0) log.error({ lines: repaired }, "lines whose head was gone got a new one");
  }

  async function run(): Promise<void> {
    let skippedRemoved = !deps.skipOthers;
    let repairedAt = -Infinity;
    while (!stopped.signal.aborted) {
      try {
        if (!skippedRemoved) await skipRemoved();
        skippedRemoved = true;
        if (performance.now() - repairedAt > repairEveryMs) {
          await repair();
          repairedAt = performance.now();
        }
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
      // A database that hangs must not keep the consumers from closing.
      await Promise.race([running, sleep(stopMs)]);
    },
  };
}

async function tick(signal: AbortSignal): Promise<void> {
  await sleep(everyMs, undefined, { signal }).catch(() => undefined);
}
