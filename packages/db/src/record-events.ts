import type { Db, Tx } from "./client.ts";
import { createDeliveries, type DestinationInterest } from "./create-deliveries.ts";
import type { DueDelivery, EventToRecord } from "./event-to-record.ts";
import { insertEvents } from "./insert-events.ts";
import { type DrawnActivity, upsertActivities } from "./upsert-activities.ts";
import { upsertCampaigns } from "./upsert-campaigns.ts";
import { upsertLeads } from "./upsert-leads.ts";
import { upsertSenders } from "./upsert-senders.ts";

/** What came of a batch. `fresh` = `activities` + `quarantined`. */
export interface RecordedBatch {
  fresh: number;
  activities: number;
  quarantined: number;
  repeats: number;
  reruns: number;
  /** Deliveries that want a job now that the batch is committed. */
  due: DueDelivery[];
}

const batchTimeoutMs = 30_000;

/**
 * Writes a batch of events down in one transaction: events, activities, leads, campaigns, senders, deliveries.
 * Set-based: the number of statements does not grow with the batch. Safe to run again with the same events.
 * @throws when the database is away or refuses a value; then nothing of the batch is written
 */
export async function recordEvents(
  db: Db,
  events: readonly EventToRecord[],
  destinations: readonly DestinationInterest[],
): Promise<RecordedBatch> {
  return await db.$transaction((tx) => recordBatch(tx, events, destinations), {
    maxWait: batchTimeoutMs,
    timeout: batchTimeoutMs,
  });
}

async function recordBatch(
  tx: Tx,
  events: readonly EventToRecord[],
  destinations: readonly DestinationInterest[],
): Promise<RecordedBatch> {
  const { fresh, repeats, reruns } = await insertEvents(tx, events);
  const drawn = fresh.flatMap(({ id, event }): DrawnActivity[] =>
    event.reading.kind === "activity"
      ? [
          {
            eventId: id,
            source: event.source,
            endpoint: event.endpoint,
            workspaceId: event.reading.workspaceId,
            receivedAt: event.receivedAt,
            draft: event.reading.draft,
          },
        ]
      : [],
  );
  return {
    fresh: fresh.length,
    activities: drawn.length,
    quarantined: fresh.length - drawn.length,
    repeats,
    reruns,
    due: drawn.length > 0 ? await recordActivities(tx, drawn, destinations) : [],
  };
}

/** Writes activities with everything that stands on them; returns the deliveries that may go now. */
export async function recordActivities(
  tx: Tx,
  drawn: readonly DrawnActivity[],
  destinations: readonly DestinationInterest[],
): Promise<DueDelivery[]> {
  // Always in this order, each sorted by its key: two batches never wait for each other crosswise.
  await upsertSenders(tx, drawn);
  await upsertCampaigns(tx, drawn);
  await upsertLeads(tx, drawn);
  const activities = await upsertActivities(tx, drawn);
  return await createDeliveries(tx, activities, destinations);
}
