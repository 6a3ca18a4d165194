import { requireConfig } from "@touchline/config/require-config";
import { destinationOptions } from "@touchline/connectors/registry";
import { createMetrics } from "@touchline/observability/metrics";
import { runService } from "@touchline/observability/service";
import { startDeliveryWorker } from "./app.ts";

const defaultPort = 8084;

runService("delivery-worker", async ({ env, log, onClose }) => {
  const config = requireConfig({ env, destinationOptions });
  await startDeliveryWorker({
    config: { ...config, port: config.port ?? defaultPort },
    log,
    metrics: createMetrics("delivery-worker"),
    onClose,
  });
});
