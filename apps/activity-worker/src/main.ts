import { requireConfig } from "@touchline/config/require-config";
import { createMetrics } from "@touchline/observability/metrics";
import { runService } from "@touchline/observability/service";
import { startActivityWorker } from "./app.ts";

const defaultPort = 8083;

runService("activity-worker", async ({ env, log, onClose }) => {
  const config = requireConfig({ env });
  await startActivityWorker({
    config: { ...config, port: config.port ?? defaultPort },
    log,
    metrics: createMetrics("activity-worker"),
    onClose,
  });
});
