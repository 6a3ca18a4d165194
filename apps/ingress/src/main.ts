import { requireConfig } from "@touchline/config/require-config";
import { listen } from "@touchline/observability/listen";
import { createMetrics } from "@touchline/observability/metrics";
import { runService } from "@touchline/observability/service";
import { createIntakeProducer } from "@touchline/queue/intake-producer";
import { openLanes } from "@touchline/queue/lanes";
import { buildApp } from "./app.ts";
import { closeApp } from "./close-app.ts";
import { prepareEndpoints } from "./endpoints.ts";

const defaultPort = 8080;

runService("ingress", async ({ env, log, onClose, isClosing }) => {
  const config = requireConfig({ env });
  const metrics = createMetrics("ingress");
  const deadlines = { redisMs: config.lanes.redisDeadlineMs, postgresMs: config.lanes.postgresDeadlineMs };
  const { databaseUrl, redisUrl } = config;
  const lanes = openLanes({ databaseUrl, redisUrl, purpose: "producer", deadlines, log, metrics });
  onClose("lanes", () => lanes.close());
  const producer = createIntakeProducer({ lanes, deadlines, log, metrics });
  onClose("intake producer", () => producer.close());

  const endpoints = prepareEndpoints(config);
  for (const { path, name, keys, unset } of endpoints) {
    if (keys === undefined) log.error({ path, endpoint: name, unset }, "endpoint without a secret answers 503: set it");
  }
  const app = buildApp({ endpoints, producer, limits: config.limits, log, metrics, now: () => new Date(), isClosing });
  onClose("http server", () => closeApp(app));
  await listen(app, { host: config.host, port: config.port ?? defaultPort, log });
});
