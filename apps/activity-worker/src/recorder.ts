import type { Config } from "@touchline/config/config";
import type { EventToRecord } from "@touchline/db/event-to-record";
import type { RecordedBatch } from "@touchline/db/record-events";
import { isEventFault, isValueFault } from "@touchline/db/store-error";
import type { StoreWatch } from "@touchline/db/store-watch";
import type { Logger } from "@touchline/observability/logger";
import type { IntakeEvent } from "@touchline/queue/catalog";
import type { DeliveryProducer } from "@touchline/queue/delivery-producer";
import { createGroupCommit } from "@touchline/queue/group-commit";
import type { RecorderMetrics } from "./recorder-metrics.ts";
import { readEvent } from "./read-event.ts";
import { recordEach, type RecordBatch } from "./record-each.ts";

/** Writes the events of a job down; resolves after the commit. */
export interface Recorder {
  record(events: readonly IntakeEvent[]): Promise<void>;
}

type Committed = { ok: true } | { ok: false; error: unknown };

const maxBatchEvents = 500;
const maxBatchBytes = 4 * 1024 * 1024;
const writers = 2;
const triesBeforeBlame = 3;

/**
 * Makes the recorder: events of many jobs share one transaction. While the database is away it waits and loses nothing;
 * an event that is itself at fault goes to quarantine alone.
 */
export function createRecorder(deps: {
  config: Pick<Config, "sources">;
  recordBatch: RecordBatch;
  deliveries: Pick<DeliveryProducer, "enqueue">;
  store: StoreWatch;
  log: Logger;
  metrics: RecorderMetrics;
}): Recorder {
  const { config, store, log, metrics } = deps;

  async function write(events: IntakeEvent[]): Promise<void> {
    const started = performance.now();
    const readings = events.map((event) => readEvent(event, config));
    const batch = await recordWhenStoreIsThere(readings);
    metrics.observe(readings, batch, performance.now() - started);
    logBatch(log, readings, batch);
    // What no lane takes is left to the sweeper.
    await deps.deliveries.enqueue(batch.due);
  }

  async function recordWhenStoreIsThere(events: readonly EventToRecord[]): Promise<RecordedBatch> {
    for (let tries = 1; ; tries++) {
      try {
        // What looks like a bug may be a driver losing its connection; when it stays, the event that meets it is set apart.
        return await recordEach(events, deps.recordBatch, tries > triesBeforeBlame ? isEventFault : isValueFault);
      } catch (error) {
        if (isValueFault(error)) throw error;
        // Gives up only when the process ends: the lane keeps the job for the next one.
        await store.untilBack(error);
      }
    }
  }

  async function commit(events: IntakeEvent[]): Promise<Committed> {
    try {
      await write(events);
      return { ok: true };
    } catch (error) {
      return { ok: false, error };
    }
  }

  const batches = createGroupCommit<IntakeEvent, Committed>({
    commit,
    sizeOf: (event) => event.body.length,
    maxItems: maxBatchEvents,
    maxBytes: maxBatchBytes,
    maxInFlight: writers,
  });
  return {
    async record(events) {
      const outcomes = await Promise.all(events.map((event) => batches.add(event)));
      const failed = outcomes.find((outcome) => !outcome.ok);
      if (failed !== undefined) throw failed.error;
    },
  };
}

/** One line a batch, with the receipts in it: that is how an event is followed from the ingress to here. */
function logBatch(log: Logger, events: readonly EventToRecord[], { due, ...counts }: RecordedBatch): void {
  log.info(
    { ...counts, deliveries: due.length, receiptIds: events.map(({ receiptId }) => receiptId) },
    "events recorded",
  );
  for (const { receiptId, source, externalId, reading } of events) {
    if (reading.kind === "activity") continue;
    const { reason, detail } = reading;
    log.warn({ receiptId, source, eventId: externalId, reason, detail }, "event quarantined: see it and replay it");
  }
}
