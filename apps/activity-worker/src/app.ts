import type { Config } from "@touchline/config/config";
import { type Db, openDb } from "@touchline/db/client";
import { recordEvents } from "@touchline/db/record-events";
import { type StoreWatch, watchStore } from "@touchline/db/store-watch";
import { startHealthServer } from "@touchline/observability/health";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import type { ServiceContext } from "@touchline/observability/service";
import { createDeliveryProducer, type DeliveryProducer } from "@touchline/queue/delivery-producer";
import { consumeIntake, type Consumer } from "@touchline/queue/intake-consumer";
import { openLanes } from "@touchline/queue/lanes";
import { createRecorder } from "./recorder.ts";
import { createRecorderMetrics } from "./recorder-metrics.ts";

/** Two writers, and one to ask whether the database is back. */
const databaseConnections = 4;
const concurrentJobs = 50;
const closeJobsMs = 15_000;

export interface ActivityWorkerDeps {
  config: Config & { databaseUrl: string; port: number };
  log: Logger;
  metrics: Metrics;
  onClose: ServiceContext["onClose"];
}

/** Starts the worker that takes events from both lanes and writes them down. */
export async function startActivityWorker(deps: ActivityWorkerDeps): Promise<void> {
  const { config, log, metrics, onClose } = deps;
  const db = openDb(config.databaseUrl, { maxConnections: databaseConnections });
  onClose("database", () => db.$disconnect());
  const deliveries = openDeliveryProducer(deps);
  const store = watchStore({
    db,
    onAway: (error) => {
      log.error({ err: error }, "the database is away: not taking events until it answers; the lanes keep them");
      void intake.pause();
    },
    onBack: (awayMs) => {
      log.info({ awayMs: Math.round(awayMs) }, "the database is back");
      intake.resume();
    },
  });
  const intake = openIntake(deps, { db, deliveries, store });
  // Closed first of all: what waits for the database must not hold up the end. The lanes keep its jobs.
  onClose("store watch", () => store.close());

  const checks = { intake: intake.check, database: store.check };
  const health = await startHealthServer({ host: config.host, port: config.port, checks, metrics, log });
  onClose("health server", () => health.close());
}

function openDeliveryProducer({ config, log, metrics, onClose }: ActivityWorkerDeps): DeliveryProducer {
  const deadlines = { redisMs: config.lanes.redisDeadlineMs, postgresMs: config.lanes.postgresDeadlineMs };
  const { databaseUrl, redisUrl } = config;
  const lanes = openLanes({ databaseUrl, redisUrl, purpose: "producer", deadlines, log, metrics });
  onClose("producer lanes", () => lanes.close());
  const deliveries = createDeliveryProducer({ lanes, deadlines, log, metrics });
  onClose("delivery producer", () => deliveries.close());
  return deliveries;
}

function openIntake(
  { config, log, metrics, onClose }: ActivityWorkerDeps,
  { db, deliveries, store }: { db: Db; deliveries: DeliveryProducer; store: StoreWatch },
): Consumer {
  const destinations = Object.values(config.destinations);
  const recorder = createRecorder({
    config,
    recordBatch: (events) => recordEvents(db, events, destinations),
    deliveries,
    store,
    log,
    metrics: createRecorderMetrics(metrics),
  });
  const { databaseUrl, redisUrl } = config;
  const lanes = openLanes({ databaseUrl, redisUrl, purpose: "consumer", log, metrics });
  onClose("consumer lanes", () => lanes.close());
  const intake = consumeIntake({ lanes, concurrency: concurrentJobs, log, metrics, handle: recorder.record });
  onClose("intake consumer", () => intake.close(closeJobsMs));
  return intake;
}
