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

  // Finding a child by its labels costs more than counting, so each is looked up once.
  const children = new Map<string, { inc: () => void }>();
  function count(key: string, find: () => { inc: () => void }): void {
    let child = children.get(key);
    if (child === undefined) children.set(key, (child = find()));
    child.inc();
  }
  const lastAcceptedAt = new Map<string, number>();
  metrics.onScrape(() => lastAcceptedAt.forEach((at, endpoint) => last.set({ endpoint }, at / 1000)));

  return {
    answered(endpoint, outcome, startedMs) {
      count(`${endpoint} ${outcome}`, () => requests.labels({ endpoint, outcome }));
      duration.observe((performance.now() - startedMs) / 1000);
      if (outcome === "accepted") lastAcceptedAt.set(endpoint, Date.now());
    },
    verified: (scheme) => count(scheme, () => schemes.labels({ scheme })),
  };
}
