import { expect, test } from "vitest";
import { createMetrics } from "./metrics.ts";

test("metrics carry the prefix and the service, beside those of the process", async () => {
  const metrics = createMetrics("ingress");
  metrics.counter("webhooks_total", "Webhooks answered.", ["outcome"]).inc({ outcome: "accepted" }, 2);
  metrics.histogram("answer_seconds", "Time to answer.", [0.01, 0.1]).observe(0.05);
  const text = await metrics.text();
  expect(text).toContain('touchline_webhooks_total{outcome="accepted",service="ingress"} 2');
  expect(text).toContain('touchline_answer_seconds_bucket{le="0.1",service="ingress"} 1');
  expect(text).toMatch(/^touchline_process_cpu_seconds_total\{/mu);
});

test("two parts that ask for one name count together", async () => {
  const metrics = createMetrics("ingress");
  metrics.counter("repeats_total", "Repeats.").inc();
  metrics.counter("touchline_repeats_total", "Repeats.").inc();
  expect(await metrics.text()).toContain('touchline_repeats_total{service="ingress"} 2');
});

test("one name cannot be two kinds of metric", () => {
  const metrics = createMetrics("ingress");
  metrics.counter("depth", "Depth.");
  expect(() => metrics.gauge("depth", "Depth.")).toThrow(/already been registered/u);
});

test("a gauge refreshed on scrape shows its value of that moment", async () => {
  const metrics = createMetrics("ingress");
  const inFlight = metrics.gauge("bytes_in_flight", "Bytes.");
  let bytes = 1;
  metrics.onScrape(() => inFlight.set(bytes));
  bytes = 7;
  expect(await metrics.text()).toContain('touchline_bytes_in_flight{service="ingress"} 7');
});

test("two registries in one process do not meet", async () => {
  createMetrics("one").counter("seen_total", "Seen.").inc();
  expect(await createMetrics("two").text()).not.toContain("seen_total");
});
