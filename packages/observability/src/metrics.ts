import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/**
 * The metrics of one process. Asking for a name again gives the metric made first, so that two parts may share one.
 * Names are given without the `touchline_` prefix; every metric carries the label `service`.
 */
export interface Metrics {
  counter<L extends string = never>(name: string, help: string, labelNames?: readonly L[]): Counter<L>;
  gauge<L extends string = never>(name: string, help: string, labelNames?: readonly L[]): Gauge<L>;
  /** @param buckets upper bounds, in the unit that the name ends with (`_seconds`, `_bytes`) */
  histogram<L extends string = never>(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames?: readonly L[],
  ): Histogram<L>;
  /** Runs before every scrape, for gauges that are read rather than counted. */
  onScrape(refresh: () => void): void;
  /** Prometheus text format. */
  text(): Promise<string>;
  contentType: string;
}

const prefix = "touchline_";

/** @param service name of the process, e.g. `ingress` */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry, prefix });
  const refreshers: (() => void)[] = [];
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, Histogram>();

  return {
    counter: (name, help, labelNames = []) =>
      once(counters, name, (full) => new Counter({ name: full, help, labelNames, registers: [registry] })),
    gauge: (name, help, labelNames = []) =>
      once(gauges, name, (full) => new Gauge({ name: full, help, labelNames, registers: [registry] })),
    histogram: (name, help, buckets, labelNames = []) =>
      once(
        histograms,
        name,
        (full) => new Histogram({ name: full, help, labelNames, buckets: [...buckets], registers: [registry] }),
      ),
    onScrape: (refresh) => void refreshers.push(refresh),
    async text() {
      for (const refresh of refreshers) refresh();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function once<T>(made: Map<string, T>, name: string, make: (fullName: string) => T): T {
  const fullName = name.startsWith(prefix) ? name : prefix + name;
  const metric = made.get(fullName) ?? make(fullName);
  made.set(fullName, metric);
  return metric;
}
