import type { Metrics } from "@touchline/observability/metrics";

/** What the ingress counts. */
export interface IngressMetrics {
  answered(endpoint: string, outcome: string, startedMs: number): void;
  verified(scheme: string): void;
}

export function createIngressMetrics(metrics: Metrics, bytesHeld: () => number): IngressMetrics {
  const requests = metrics.counter("webhooks_total", "Webhooks by what was answered.", ["endpoint", "outcome"]);
  const schemes = metrics.counter("webhook_signatures_total", "Valid signatures by their form.", ["scheme"]);
  const duration = metrics.histogram(
    "webhook_answer_seconds",
    "From the headers of a webhook to its answer.",
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  );
  const last = metrics.gauge("webhook_last_accepted_timestamp_seconds", "When a webhook was last accepted.", [
    "endpoint",
  ]);
  const held = metrics.gauge("webhook_bodies_bytes", "Bytes of the bodies held at the moment.");
  metrics.onScrape(() => held.set(bytesHeld()));
  return {
    answered(endpoint, outcome, startedMs) {
      requests.inc({ endpoint, outcome });
      duration.observe((performance.now() - startedMs) / 1000);
      if (outcome === "accepted") last.set({ endpoint }, Date.now() / 1000);
    },
    verified: (scheme) => schemes.inc({ scheme }),
  };
}
