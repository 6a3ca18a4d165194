import type { EventToRecord } from "@touchline/db/event-to-record";
import type { RecordedBatch } from "@touchline/db/record-events";
import type { Metrics } from "@touchline/observability/metrics";

/** What the recorder counts. */
export interface RecorderMetrics {
  observe(events: readonly EventToRecord[], batch: RecordedBatch, durationMs: number): void;
}

export function createRecorderMetrics(metrics: Metrics): RecorderMetrics {
  const recorded = metrics.counter("events_recorded_total", "Events written down, by what they became.", ["outcome"]);
  const size = metrics.histogram(
    "record_batch_events",
    "Events per transaction.",
    [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
  );
  const duration = metrics.histogram(
    "record_batch_seconds",
    "Time of one batch, waiting for the database included.",
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
  );
  const lag = metrics.histogram(
    "receipt_to_row_seconds",
    "From the receipt of a webhook to its committed row.",
    [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600],
  );
  return {
    observe(events, batch, durationMs) {
      recorded.inc({ outcome: "activity" }, batch.activities);
      recorded.inc({ outcome: "quarantined" }, batch.quarantined);
      recorded.inc({ outcome: "repeat" }, batch.repeats);
      recorded.inc({ outcome: "rerun" }, batch.reruns);
      size.observe(events.length);
      duration.observe(durationMs / 1000);
      const now = Date.now();
      for (const { receivedAt } of events) lag.observe(Math.max(0, now - receivedAt.getTime()) / 1000);
    },
  };
}
