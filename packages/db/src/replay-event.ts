import type { Db } from "./client.ts";
import type { DestinationInterest } from "./create-deliveries.ts";
import type { DueDelivery, EventReading } from "./event-to-record.ts";
import { recordActivities } from "./record-events.ts";

/** The stored bytes of an event and where they came in: what a source needs to read it again. */
export interface StoredEvent {
  id: string;
  source: string;
  endpoint: string;
  externalId: string;
  body: Uint8Array;
  receivedAt: Date;
}

export type ReplayOutcome =
  /** the activity is up to date under its old id; `due` are new deliveries that may go now */
  | { kind: "activity"; due: DueDelivery[] }
  /** still not understood, or understood before and not any more: an activity that exists is left as it is */
  | { kind: "quarantined"; reason: string; detail: string | undefined }
  | { kind: "not_found" };

/**
 * Reads an event again from its stored bytes and brings its activity up to date in place. Makes no second activity and
 * no second delivery; destinations that match and have no delivery yet get one.
 */
export async function replayEvent(
  db: Db,
  {
    eventRowId,
    read,
    destinations,
  }: { eventRowId: string; read: (event: StoredEvent) => EventReading; destinations: readonly DestinationInterest[] },
): Promise<ReplayOutcome> {
  return await db.$transaction(async (tx): Promise<ReplayOutcome> => {
    const rows = await tx.$queryRaw<(StoredEvent & { quarantineReason: string | null })[]>`
      SELECT id, source, endpoint, external_id AS "externalId", body, received_at AS "receivedAt",
             quarantine_reason AS "quarantineReason"
      FROM events WHERE id = ${eventRowId} FOR UPDATE`;
    const [event] = rows;
    if (event === undefined) return { kind: "not_found" };
    if (event.quarantineReason === "conflicting_body") {
      return { kind: "quarantined", reason: "conflicting_body", detail: "the first body of this id counts" };
    }
    const reading = read(event);
    const quarantine = reading.kind === "quarantine" ? reading : undefined;
    await tx.event.update({
      where: { id: event.id },
      data: {
        replayedAt: new Date(),
        quarantineReason: quarantine?.reason ?? null,
        quarantineDetail: quarantine?.detail ?? null,
      },
    });
    if (reading.kind === "quarantine") {
      return { kind: "quarantined", reason: reading.reason, detail: reading.detail };
    }
    const { source, endpoint, receivedAt } = event;
    const drawn = {
      eventId: event.id,
      source,
      endpoint,
      receivedAt,
      workspaceId: reading.workspaceId,
      draft: reading.draft,
    };
    const due = await recordActivities(tx, [drawn], destinations);
    // Nobody here puts jobs into a lane; without the mark of one the sweeper does so at once.
    const ids = due.map(({ deliveryId }) => deliveryId);
    await tx.delivery.updateMany({ where: { id: { in: ids } }, data: { enqueuedAt: null } });
    return { kind: "activity", due };
  });
}
