import type { Db } from "./client.ts";

/** An event as a person looks for it. */
export interface FoundEvent {
  id: string;
  source: string;
  endpoint: string;
  externalId: string;
  eventType: string | null;
  receivedAt: Date;
  quarantineReason: string | null;
  quarantineDetail: string | null;
}

const found = {
  id: true,
  source: true,
  endpoint: true,
  externalId: true,
  eventType: true,
  receivedAt: true,
  quarantineReason: true,
  quarantineDetail: true,
} as const;

/** Events by the provider's own id, of every endpoint unless one is named; newest first. */
export async function findEvents(
  db: Db,
  { externalId, endpoint }: { externalId: string; endpoint?: string | undefined },
): Promise<FoundEvent[]> {
  return await db.event.findMany({
    where: { externalId, ...(endpoint === undefined ? {} : { endpoint }) },
    select: found,
    orderBy: { receivedAt: "desc" },
  });
}

/** Events in quarantine, oldest first. @param after id of the last one seen, for the next page */
export async function listQuarantine(
  db: Db,
  { reason, limit, after }: { reason?: string | undefined; limit: number; after?: string | undefined },
): Promise<FoundEvent[]> {
  return await db.event.findMany({
    where: { quarantineReason: reason ?? { not: null } },
    select: found,
    orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
    take: limit,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
  });
}
