import type { DeliveryState } from "@touchline/domain/delivery";
import type { Db, Tx } from "./client.ts";
import { sqlStateOf } from "./store-error.ts";

/** A number that may be the planner's estimate, where counting a big table would take too long. */
export interface RoughCount {
  value: number;
  estimated: boolean;
}

/** How much there is, at a glance. What could not be counted before the deadline is missing. */
export interface Overview {
  events: RoughCount | undefined;
  /** Received within the last 24 hours, and the latest of all. */
  recent: { events: number; lastReceivedAt: Date | null } | undefined;
  quarantined: number | undefined;
  activities: RoughCount | undefined;
  /** By destination, then state; a state without deliveries is missing. */
  deliveries: Map<string, Partial<Record<DeliveryState, number>>> | undefined;
  destinations: DestinationStanding[] | undefined;
}

/** A destination that is held up. */
export interface DestinationStanding {
  name: string;
  /** `manual` or `auth`. */
  pausedFor: string | null;
  pauseReason: string | null;
  /** Rate limited or out of quota until then. */
  blockedUntil: Date | null;
  blockReason: string | null;
}

/** Below this many rows a table is counted exactly. */
const exactBelow = 100_000;

/**
 * Counts for the start page, each by itself within the deadline (per statement, in milliseconds).
 * @throws when the database is away
 */
export async function countOverview(db: Db, { deadlineMs, now }: { deadlineMs: number; now: Date }): Promise<Overview> {
  const inTime = <T>(read: (tx: Tx) => Promise<T>): Promise<T | undefined> => withinDeadline(db, deadlineMs, read);
  const [events, recent, quarantined, activities, deliveries, destinations] = await Promise.all([
    inTime((tx) => countRoughly(tx, "events")),
    inTime((tx) => countRecent(tx, now)),
    inTime(countQuarantined),
    inTime((tx) => countRoughly(tx, "activities")),
    inTime(countDeliveries),
    inTime((tx) => findStandings(tx, now)),
  ]);
  return { events, recent, quarantined, activities, deliveries, destinations };
}

async function withinDeadline<T>(db: Db, deadlineMs: number, read: (tx: Tx) => Promise<T>): Promise<T | undefined> {
  try {
    return await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('statement_timeout', ${`${deadlineMs}ms`}, true)`;
      return await read(tx);
    });
  } catch (error) {
    // 57014: the server ended the statement at its deadline.
    if (sqlStateOf(error) === "57014") return undefined;
    throw error;
  }
}

async function countRoughly(tx: Tx, table: "events" | "activities"): Promise<RoughCount> {
  const [planned] = await tx.$queryRaw<{ rows: number }[]>`
    SELECT reltuples::float8 AS rows FROM pg_class WHERE oid = to_regclass(${table})`;
  if (planned !== undefined && planned.rows >= exactBelow) return { value: Math.round(planned.rows), estimated: true };
  return { value: await (table === "events" ? tx.event.count() : tx.activity.count()), estimated: false };
}

async function countRecent(tx: Tx, now: Date): Promise<NonNullable<Overview["recent"]>> {
  const since = new Date(now.getTime() - 24 * 3_600_000);
  const [row] = await tx.$queryRaw<{ events: number; last: Date | null }[]>`
    SELECT (SELECT count(*)::float8 FROM events WHERE received_at > ${since}) AS events,
           (SELECT max(received_at) FROM events) AS last`;
  return { events: row?.events ?? 0, lastReceivedAt: row?.last ?? null };
}

async function countQuarantined(tx: Tx): Promise<number> {
  return await tx.event.count({ where: { quarantineReason: { not: null } } });
}

async function countDeliveries(tx: Tx): Promise<NonNullable<Overview["deliveries"]>> {
  const rows = await tx.$queryRaw<{ destination: string; state: DeliveryState; count: number }[]>`
    SELECT destination, state, count(*)::float8 AS count FROM deliveries GROUP BY destination, state`;
  const byDestination: NonNullable<Overview["deliveries"]> = new Map();
  for (const { destination, state, count } of rows) {
    byDestination.set(destination, { ...byDestination.get(destination), [state]: count });
  }
  return byDestination;
}

async function findStandings(tx: Tx, now: Date): Promise<DestinationStanding[]> {
  return await tx.destinationState.findMany({
    where: { OR: [{ pausedFor: { not: null } }, { blockedUntil: { gt: now } }] },
    select: { name: true, pausedFor: true, pauseReason: true, blockedUntil: true, blockReason: true },
    orderBy: { name: "asc" },
  });
}
