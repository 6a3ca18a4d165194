import type { DestinationConfig } from "@touchline/config/config";
import { connectDestination } from "@touchline/connectors/registry";
import { consumeDeliveries } from "@touchline/queue/delivery-consumer";
import type { Consumer } from "@touchline/queue/intake-consumer";
import type { Lanes } from "@touchline/queue/lanes";
import type { StoreWatch } from "@touchline/db/store-watch";
import { isEventFault } from "@touchline/db/store-error";
import type { Metrics } from "@touchline/observability/metrics";
import { deliver, type DeliverDeps, leaseMs } from "./deliver.ts";

/** Puts delivery jobs into a lane. */
export type Enqueue = DeliverDeps["enqueue"];

/** A destination and the consumer of its queue. */
export interface ServedDestination {
  name: string;
  /** Variables it asks for and nobody set: every call ends `auth`, unsent. */
  unset: string[];
  consumer: Consumer;
}

/** Consumes the queue of one destination on both lanes. A slow or broken one holds nobody else up. */
export function serveDestination(
  destination: DestinationConfig,
  deps: Pick<DeliverDeps, "db" | "enqueue" | "log"> & {
    deliveryMetrics: DeliverDeps["metrics"];
    metrics: Metrics;
    lanes: Lanes;
    store: StoreWatch;
  },
): ServedDestination {
  const { db, enqueue, log, metrics, lanes, store } = deps;
  const connection = connectDestination(destination, () => new Date());
  const handling: DeliverDeps = {
    db,
    destination,
    connection,
    enqueue,
    persist: (write) => persistWithin(leaseMs(destination), write, store),
    random: Math.random,
    log,
    metrics: deps.deliveryMetrics,
  };
  const consumer = consumeDeliveries({
    lanes,
    destination: destination.name,
    concurrency: destination.concurrency,
    log,
    metrics,
    handle: async (job) => {
      try {
        await deliver(handling, job);
      } catch (error) {
        if (!isEventFault(error)) await store.untilBack(error);
        throw error;
      }
    },
  });
  return { name: destination.name, unset: destination.unset, consumer };
}

/**
 * Runs a write until the database takes it, while the lease holds. What came of a call must not be forgotten because
 * the database restarts just then; past the lease the next owner finds out by reading back.
 */
async function persistWithin<T>(ms: number, write: () => Promise<T>, store: StoreWatch): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (isEventFault(error) || performance.now() > end) throw error;
      await store.untilBack(error);
    }
  }
}
