import type { Db } from "./client.ts";

/** A delivery as a list shows it. */
export interface ListedDelivery {
  id: string;
  destination: string;
  state: string;
  type: string;
  eventId: string;
  personKey: string | null;
  attempts: number;
  nextAttemptAt: Date | null;
  failureClass: string | null;
  lastError: string | null;
  externalRef: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface DeliveryFilter {
  destination?: string | undefined;
  state?: string | undefined;
  failureClass?: string | undefined;
  /** The provider's own id of the event. */
  eventId?: string | undefined;
}

const listed = {
  id: true,
  destination: true,
  state: true,
  personKey: true,
  attempts: true,
  nextAttemptAt: true,
  failureClass: true,
  lastError: true,
  externalRef: true,
  createdAt: true,
  finishedAt: true,
  activity: { select: { type: true, event: { select: { externalId: true } } } },
} as const;

type Row = Omit<ListedDelivery, "type" | "eventId"> & { activity: { type: string; event: { externalId: string } } };

function toListed({ activity, ...delivery }: Row): ListedDelivery {
  return { ...delivery, type: activity.type, eventId: activity.event.externalId };
}

/** Deliveries, newest first. */
export async function listDeliveries(
  db: Db,
  { limit, eventId, ...filter }: DeliveryFilter & { limit: number },
): Promise<ListedDelivery[]> {
  const where = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const rows = await db.delivery.findMany({
    where: { ...where, ...(eventId === undefined ? {} : { activity: { event: { externalId: eventId } } }) },
    select: listed,
    orderBy: { seq: "desc" },
    take: limit,
  });
  return rows.map(toListed);
}

/** An attempt as a person reads it. `exchanges` are the calls made and the destination's own words. */
export interface ListedAttempt {
  startedAt: Date;
  durationMs: number;
  outcome: string;
  reason: string | null;
  exchanges: unknown;
}

/** One delivery with every attempt, oldest first. */
export async function findDelivery(
  db: Db,
  id: string,
): Promise<(ListedDelivery & { attempted: ListedAttempt[] }) | undefined> {
  const row = await db.delivery.findUnique({
    where: { id },
    select: {
      ...listed,
      attempted: {
        select: { startedAt: true, durationMs: true, outcome: true, reason: true, exchanges: true },
        orderBy: { startedAt: "asc" },
      },
    },
  });
  return row === null ? undefined : { ...toListed(row), attempted: row.attempted };
}
