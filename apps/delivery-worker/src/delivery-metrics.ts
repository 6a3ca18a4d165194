import type { Metrics } from "@touchline/observability/metrics";
import type { Attempt } from "./attempt.ts";

/** What the delivery-worker counts. */
export interface DeliveryMetrics {
  observe(destination: string, attempt: Attempt): void;
  swept(deliveries: number): void;
}

export function createDeliveryMetrics(metrics: Metrics): DeliveryMetrics {
  const attempts = metrics.counter("delivery_attempts_total", "Calls to destinations, by outcome.", [
    "destination",
    "outcome",
  ]);
  const duration = metrics.histogram(
    "delivery_attempt_seconds",
    "Time of one call to a destination.",
    [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    ["destination"],
  );
  const swept = metrics.counter("deliveries_swept_total", "Deliveries that the sweeper brought back into a lane.");
  return {
    observe(destination, { record }) {
      attempts.inc({ destination, outcome: record.outcome });
      duration.observe({ destination }, record.durationMs / 1000);
    },
    swept: (deliveries) => swept.inc(deliveries),
  };
}
