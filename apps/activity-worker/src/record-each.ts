import type { EventToRecord } from "@touchline/db/event-to-record";
import type { RecordedBatch } from "@touchline/db/record-events";

/** Writes a batch down, whole or not at all. */
export type RecordBatch = (events: readonly EventToRecord[]) => Promise<RecordedBatch>;

const nothing: RecordedBatch = { fresh: 0, activities: 0, quarantined: 0, repeats: 0, reruns: 0, due: [] };

/**
 * Writes a batch that holds a value the database refuses: halves it until the event at fault stands alone, and that one
 * goes to quarantine. The others are written as if it had not been there.
 * @param isFault tells an event's own fault from trouble of the store, which is thrown on
 */
export async function recordEach(
  events: readonly EventToRecord[],
  record: RecordBatch,
  isFault: (error: unknown) => boolean,
): Promise<RecordedBatch> {
  if (events.length === 0) return nothing;
  try {
    return await record(events);
  } catch (error) {
    if (!isFault(error)) throw error;
    const [only, ...others] = events;
    if (only === undefined || others.length === 0) return await record(events.map((event) => unstorable(event, error)));
    const middle = Math.ceil(events.length / 2);
    const first = await recordEach(events.slice(0, middle), record, isFault);
    const second = await recordEach(events.slice(middle), record, isFault);
    return add(first, second);
  }
}

/** Keeps the bytes, drops every text that was read from them: one of those is what the database refused. */
function unstorable(
  { eventType: _, workspaceId: __, contentType: ___, ...event }: EventToRecord,
  error: unknown,
): EventToRecord {
  const detail = (error instanceof Error ? error.message : String(error)).replaceAll("\0", "").slice(0, 500);
  return { ...event, reading: { kind: "quarantine", reason: "unstorable", detail } };
}

function add(a: RecordedBatch, b: RecordedBatch): RecordedBatch {
  return {
    fresh: a.fresh + b.fresh,
    activities: a.activities + b.activities,
    quarantined: a.quarantined + b.quarantined,
    repeats: a.repeats + b.repeats,
    reruns: a.reruns + b.reruns,
    due: [...a.due, ...b.due],
  };
}
