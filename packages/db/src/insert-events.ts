import type { Tx } from "./client.ts";
import type { EventToRecord, NewEvent } from "./event-to-record.ts";
import { newId } from "./new-id.ts";

/** What became of a batch of events at the unique key (source, endpoint, external id). */
export interface InsertedEvents {
  fresh: NewEvent[];
  /** A later receipt of a stored event: counted, nothing else. */
  repeats: number;
  /** The same receipt once more (its job ran again, or it went by both lanes): nothing at all. */
  reruns: number;
}

/**
 * Inserts events; the unique key alone decides which are new. An event whose id is taken by another body is kept in
 * quarantine under its own digest.
 */
export async function insertEvents(tx: Tx, events: readonly EventToRecord[]): Promise<InsertedEvents> {
  const first = await insertUnderKey(tx, events);
  const conflicting = first.late
    .filter(({ event, stored }) => stored.body_digest !== event.bodyDigest)
    .map(({ event }): EventToRecord => ({
      ...event,
      externalId: `sha256-${event.bodyDigest}`,
      reading: { kind: "quarantine", reason: "conflicting_body", detail: `the id ${event.externalId} is taken` },
    }));
  const second = conflicting.length > 0 ? await insertUnderKey(tx, conflicting) : { fresh: [], late: [] };

  const again = [...first.late.filter(({ event, stored }) => stored.body_digest === event.bodyDigest), ...second.late];
  const repeats = again.filter(({ event, stored }) => stored.receipt_id !== event.receiptId);
  return {
    fresh: [...first.fresh, ...second.fresh],
    repeats: repeats.length > 0 ? await insertRepeats(tx, repeats) : 0,
    reruns: again.length - repeats.length,
  };
}

interface StoredEvent {
  id: string;
  body_digest: string;
  receipt_id: string;
}

interface LateEvent {
  event: EventToRecord;
  stored: StoredEvent;
}

async function insertUnderKey(
  tx: Tx,
  events: readonly EventToRecord[],
): Promise<{ fresh: NewEvent[]; late: LateEvent[] }> {
  const firstByKey = new Map<string, NewEvent>();
  for (const event of events) {
    if (!firstByKey.has(keyOf(event))) firstByKey.set(keyOf(event), { id: newId("event"), event });
  }
  // Sorted by the unique key, so that two batches never wait for each other crosswise.
  const candidates = [...firstByKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, candidate]) => candidate);
  const rows = JSON.stringify(candidates.map(toRow));
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO events (id, source, endpoint, external_id, body_digest, body, content_type, event_type, workspace_id,
                        scheme, message_id, receipt_id, received_at, quarantine_reason, quarantine_detail)
    SELECT id, source, endpoint, external_id, body_digest, decode(body, 'base64'), content_type, event_type,
           workspace_id, scheme, message_id, receipt_id, received_at, quarantine_reason, quarantine_detail
    FROM jsonb_to_recordset(${rows}::jsonb) AS e(
      id text, source text, endpoint text, external_id text, body_digest text, body text, content_type text,
      event_type text, workspace_id text, scheme text, message_id text, receipt_id text, received_at timestamptz,
      quarantine_reason text, quarantine_detail text)
    ON CONFLICT (source, endpoint, external_id) DO NOTHING
    RETURNING id`;
  const freshIds = new Set(inserted.map(({ id }) => id));
  const fresh = candidates.filter(({ id }) => freshIds.has(id));
  const freshEvents = new Set(fresh.map(({ event }) => event));
  const rest = events.filter((event) => !freshEvents.has(event));
  return { fresh, late: rest.length > 0 ? await findStored(tx, rest) : [] };
}

async function findStored(tx: Tx, events: readonly EventToRecord[]): Promise<LateEvent[]> {
  const keys = JSON.stringify(
    events.map(({ source, endpoint, externalId }, at) => ({ at, source, endpoint, external_id: externalId })),
  );
  const rows = await tx.$queryRaw<(StoredEvent & { at: number })[]>`
    SELECT k.at, e.id, e.body_digest, e.receipt_id
    FROM jsonb_to_recordset(${keys}::jsonb) AS k(at int, source text, endpoint text, external_id text)
    JOIN events e USING (source, endpoint, external_id)`;
  const byPlace = new Map(rows.map((row) => [row.at, row]));
  return events.map((event, at) => {
    const stored = byPlace.get(at);
    // Retention may have removed the stored row between the two statements; the batch is then simply run again.
    if (stored === undefined) throw new Error(`event ${event.externalId} vanished while its repeat was recorded`);
    return { event, stored };
  });
}

async function insertRepeats(tx: Tx, repeats: readonly LateEvent[]): Promise<number> {
  const rows = JSON.stringify(
    repeats.map(({ event, stored }) => ({
      receipt_id: event.receiptId,
      event_id: stored.id,
      received_at: event.receivedAt,
    })),
  );
  return await tx.$executeRaw`
    INSERT INTO event_repeats (receipt_id, event_id, received_at)
    SELECT receipt_id, event_id, received_at
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(receipt_id text, event_id text, received_at timestamptz)
    ON CONFLICT (receipt_id) DO NOTHING`;
}

function keyOf({ source, endpoint, externalId }: EventToRecord): string {
  return JSON.stringify([source, endpoint, externalId]);
}

function toRow({ id, event }: NewEvent): Record<string, unknown> {
  const quarantine = event.reading.kind === "quarantine" ? event.reading : undefined;
  return {
    id,
    source: event.source,
    endpoint: event.endpoint,
    external_id: event.externalId,
    body_digest: event.bodyDigest,
    body: Buffer.from(event.body.buffer, event.body.byteOffset, event.body.byteLength).toString("base64"),
    content_type: event.contentType,
    event_type: event.eventType,
    workspace_id: event.workspaceId,
    scheme: event.scheme,
    message_id: event.messageId,
    receipt_id: event.receiptId,
    received_at: event.receivedAt,
    quarantine_reason: quarantine?.reason,
    quarantine_detail: quarantine?.detail,
  };
}
