import { testDatabase } from "@touchline/testing/suite";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { claimDelivery, type ClaimedDelivery } from "../src/claim-delivery.ts";
import { type Db, openDb } from "../src/client.ts";
import type { DueDelivery } from "../src/event-to-record.ts";
import { recordEvents } from "../src/record-events.ts";
import type { AttemptToRecord } from "../src/settle-delivery.ts";
import { at, event, noon } from "./samples.ts";

export const delivered: AttemptToRecord = { startedAt: noon, durationMs: 12, outcome: "delivered", exchanges: [] };
export const failed: AttemptToRecord = {
  startedAt: noon,
  durationMs: 12,
  outcome: "retryable",
  reason: "HTTP 500",
  exchanges: [],
};
export const lease = { leaseMs: 60_000, probeEveryMs: 60_000 };

/** A database for the file, emptied before each test. */
export function useDatabase(): () => Db {
  let db: Db;
  beforeAll(async () => {
    db = openDb(await testDatabase());
  });
  afterAll(async () => db.$disconnect());
  beforeEach(async () => {
    await db.$executeRaw`TRUNCATE events, delivery_lines, destination_states CASCADE`;
  });
  return () => db;
}

/** Records messages to one person, a minute apart; returns what is due. */
export async function record(db: Db, ...ids: string[]): Promise<DueDelivery[]> {
  const events = ids.map((id, n) => event(id, { draft: { occurredAt: at(n) } }));
  return (await recordEvents(db, events, [{ name: "crm", when: {} }])).due;
}

export async function recordOne(db: Db, id: string): Promise<DueDelivery> {
  const [due] = await record(db, id);
  if (due === undefined) throw new Error("no delivery is due");
  return due;
}

export async function claim(db: Db, due: DueDelivery | undefined, leaseMs = lease.leaseMs): Promise<ClaimedDelivery> {
  if (due === undefined) throw new Error("nothing to claim");
  const outcome = await claimDelivery(db, { ...due, ...lease, leaseMs });
  if (outcome.kind !== "claimed") throw new Error(`not claimed: ${outcome.kind}`);
  return outcome.delivery;
}
