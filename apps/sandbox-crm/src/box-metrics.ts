import type { AppDeps } from "./app.ts";
import { statsOf } from "./store/box.ts";

/** Shows the counts of every box as gauges: emptying a box sets them back. */
export function registerBoxMetrics({ metrics, store }: Pick<AppDeps, "metrics" | "store">): void {
  const gauge = metrics.gauge("sandbox_box", "Counts of a box since its start or emptying.", ["box", "count"]);
  metrics.onScrape(() => {
    for (const box of store.boxes()) {
      for (const [count, value] of Object.entries(statsOf(box))) gauge.set({ box: box.name, count }, value);
    }
  });
}
