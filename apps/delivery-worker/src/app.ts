import type { Config } from "@touchline/config/config";
import { type Db, openDb } from "@touchline/db/client";
import { type StoreWatch, watchStore } from "@touchline/db/store-watch";
import { startHealthServer } from "@touchline/observability/health";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import type { ServiceContext } from "@touchline/observability/service";
import { createDeliveryProducer, type DeliveryToEnqueue } from "@touchline/queue/delivery-producer";
import { openLanes } from "@touchline/queue/lanes";
import { createDeliveryMetrics } from "./delivery-metrics.ts";
import { type Enqueue, type ServedDestination, serveDestination } from "./serve-destination.ts";
import { startSweeper } from "./sweeper.ts";

const databaseConnections = 10;
const closeJobsMs = 18_000;

export interface DeliveryWorkerDeps {
  config: Config & { databaseUrl: string; port: number };
  log: Logger;
  metrics: Metrics;
  onClose: ServiceContext["onClose"];
}

/** Starts the worker that brings activities to their destinations: one consumer per destination, and the sweeper. */
export async function startDeliveryWorker(deps: DeliveryWorkerDeps): Promise<void> {
  const { config, log, metrics, onClose } = deps;
  const db = openDb(config.databaseUrl, { maxConnections: databaseConnections });
  onClose("database", () => db.$disconnect());
  const enqueue = openDeliveryProducer(deps);
  const served: ServedDestination[] = [];
  const store = watchStore({
    db,
    onAway: (error) => {
      log.error({ err: error }, "the database is away: not delivering until it answers");
      for (const { consumer } of served) void consumer.pause();
    },
    onBack: (awayMs) => {
      log.info({ awayMs: Math.round(awayMs) }, "the database is back");
      for (const { consumer } of served) consumer.resume();
    },
  });
  served.push(...serveAll(deps, { db, enqueue, store }));
  // Closed first of all: what waits for the database must not hold up the end. The rows keep what is due.
  onClose("store watch", () => store.close());

  const incomplete = served.flatMap(({ name, unset }) => (unset.length > 0 ? [{ name, unset }] : []));
  for (const one of incomplete) log.error(one, "destination cannot be called: set these variables and restart");
  const health = await startHealthServer({
    host: config.host,
    port: config.port,
    checks: {
      ...Object.fromEntries(served.map(({ name, consumer }) => [`destination ${name}`, consumer.check])),
      database: store.check,
    },
    details: () => ({ destinations: served.map(({ name }) => name), incomplete }),
    metrics,
    log,
  });
  onClose("health server", () => health.close());
}

function openDeliveryProducer({ config, log, metrics, onClose }: DeliveryWorkerDeps): Enqueue {
  const deadlines = { redisMs: config.lanes.redisDeadlineMs, postgresMs: config.lanes.postgresDeadlineMs };
  const { databaseUrl, redisUrl } = config;
  const lanes = openLanes({ databaseUrl, redisUrl, purpose: "producer", deadlines, log, metrics });
  onClose("producer lanes", () => lanes.close());
  const producer = createDeliveryProducer({ lanes, deadlines, log, metrics });
  onClose("delivery producer", () => producer.close());
  // What no lane takes is left to the sweeper.
  return async (jobs: DeliveryToEnqueue[]) => void (await producer.enqueue(jobs));
}

function serveAll(
  { config, log, metrics, onClose }: DeliveryWorkerDeps,
  { db, enqueue, store }: { db: Db; enqueue: Enqueue; store: StoreWatch },
): ServedDestination[] {
  const { databaseUrl, redisUrl } = config;
  const lanes = openLanes({ databaseUrl, redisUrl, purpose: "consumer", log, metrics });
  onClose("consumer lanes", () => lanes.close());
  const deliveryMetrics = createDeliveryMetrics(metrics);
  const deps = { db, enqueue, log, metrics, deliveryMetrics, lanes, store };
  const served = Object.values(config.destinations).map((destination) => serveDestination(destination, deps));
  onClose("delivery consumers", async () => {
    await Promise.all(served.map(({ consumer }) => consumer.close(closeJobsMs)));
  });
  const destinations = served.map(({ name }) => name);
  const sweeper = startSweeper({
    db,
    destinations,
    skipOthers: config.file !== undefined,
    store,
    enqueue,
    log,
    metrics: deliveryMetrics,
  });
  onClose("sweeper", () => sweeper.stop());
  return served;
}
