import { setTimeout as sleep } from "node:timers/promises";
import type { DueDelivery } from "@touchline/db/event-to-record";
import type { StoreWatch } from "@touchline/db/store-watch";
import { sweepDeliveries, sweepProbes } from "@touchline/db/sweep-deliveries";
import type { DeliveryMetrics } from "./delivery-metrics.ts";
import { createUpkeep, type UpkeepDeps } from "./upkeep.ts";

const everyMs = 1_000;
const limit = 500;
const jobAgeMs = 30_000;
const stopMs = 2_000;

/** Brings due deliveries that have no job (lost lane, dead worker, rested destination) back into a lane. */
export function startSweeper(
  deps: UpkeepDeps & {
    store: StoreWatch;
    enqueue: (jobs: DueDelivery[]) => Promise<void>;
    metrics: DeliveryMetrics;
  },
): { stop(): Promise<void> } {
  const { db, destinations, store } = deps;
  const upkeep = createUpkeep(deps);
  const stopped = new AbortController();

  async function sweepOnce(): Promise<void> {
    await upkeep();
    const due = await sweepDeliveries(db, { destinations, limit, jobAgeMs });
    const probes = await sweepProbes(db, destinations);
    deps.metrics.swept(due.length);
    await deps.enqueue([...due, ...probes]);
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await sweepOnce();
      } catch (error) {
        if (stopped.signal.aborted) return;
        await store.untilBack(error).catch(() => undefined);
      }
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
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
