import type { Db } from "./client.ts";

/** What became of one event, as far as Postgres knows. */
export interface TracedEvent {
  externalId: string;
  eventType: string | null;
  quarantineReason: string | null;
  /** Later receipts of the same event. */
  repeats: number;
  activity: {
    id: string;
    type: string;
    deliveries: { id: string; destination: string; state: string; lastError: string | null }[];
  } | null;
}

/** Follows events by the provider's own ids; those that are not stored yet are missing. */
export async function traceEvents(db: Db, externalIds: readonly string[]): Promise<TracedEvent[]> {
  const rows = await db.event.findMany({
    where: { externalId: { in: [...externalIds] } },
    select: {
      externalId: true,
      eventType: true,
      quarantineReason: true,
      _count: { select: { repeats: true } },
      activity: {
        select: {
          id: true,
          type: true,
          deliveries: { select: { id: true, destination: true, state: true, lastError: true } },
        },
      },
    },
  });
  return rows.map(({ _count, ...event }) => ({ ...event, repeats: _count.repeats }));
}
