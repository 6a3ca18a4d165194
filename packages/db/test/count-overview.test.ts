import { testDatabase } from "@touchline/testing/suite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Db, openDb } from "../src/client.ts";
import { countOverview } from "../src/count-overview.ts";

let db: Db;
const now = new Date("2026-03-02T12:00:00Z");
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

beforeAll(async () => {
  db = openDb(await testDatabase());
});
afterAll(() => db.$disconnect());

async function addEvent(id: string, receivedAt: Date, quarantineReason: string | null = null): Promise<void> {
  await db.event.create({
    data: {
      ...{ id, source: "sendpilot", endpoint: "default", externalId: id, bodyDigest: "0", body: Buffer.from("{}") },
      ...{ scheme: "svix", receiptId: `rcp_${id}`, receivedAt, quarantineReason },
    },
  });
}

async function addDelivery(eventId: string, destination: string, state: string): Promise<void> {
  const id = `act_${eventId}`;
  const activity = {
    eventId,
    type: "linkedin_message_sent",
    source: "sendpilot",
    endpoint: "default",
    workspaceId: "",
  };
  await db.activity.upsert({
    where: { id },
    update: {},
    create: { id, ...activity, occurredAt: now, receivedAt: now },
  });
  await db.delivery.create({
    data: { id: `${destination}-${eventId}`, activityId: id, destination, occurredAt: now, state },
  });
}

test("an empty database counts zero everywhere", async () => {
  expect(await countOverview(db, { deadlineMs: 5_000, now })).toEqual({
    events: { value: 0, estimated: false },
    recent: { events: 0, lastReceivedAt: null },
    quarantined: 0,
    activities: { value: 0, estimated: false },
    deliveries: new Map(),
    destinations: [],
  });
});

test("counts events, those of the last day, quarantine, activities, and deliveries by destination and state", async () => {
  await addEvent("a", hoursAgo(30));
  await addEvent("b", hoursAgo(23));
  await addEvent("c", hoursAgo(1), "not_json");
  for (const destination of ["crm", "slack"]) await addDelivery("a", destination, "delivered");
  await addDelivery("b", "crm", "delivered");
  await addDelivery("b", "slack", "dead");
  const overview = await countOverview(db, { deadlineMs: 5_000, now });
  expect(overview).toMatchObject({
    events: { value: 3, estimated: false },
    recent: { events: 2, lastReceivedAt: hoursAgo(1) },
    quarantined: 1,
    activities: { value: 2 },
  });
  expect(overview.deliveries).toEqual(
    new Map([
      ["crm", { delivered: 2 }],
      ["slack", { delivered: 1, dead: 1 }],
    ]),
  );
});

test("names destinations that are paused or rest now, not those whose rest is over", async () => {
  await db.destinationState.createMany({
    data: [
      { name: "over", blockedUntil: hoursAgo(1) },
      { name: "paused", pausedFor: "auth", pauseReason: "401" },
      { name: "rests", blockedUntil: hoursAgo(-1), blockReason: "429" },
    ],
  });
  const { destinations } = await countOverview(db, { deadlineMs: 5_000, now });
  expect(destinations?.map(({ name }) => name)).toEqual(["paused", "rests"]);
});

test("what cannot be counted in time is left out, and the rest is there", async () => {
  const { promise: release, resolve } = Promise.withResolvers<void>();
  const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>();
  const holding = db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE`;
    isLocked();
    await release;
  });
  await locked;
  const overview = await countOverview(db, { deadlineMs: 200, now });
  resolve();
  await holding;
  expect(overview.deliveries).toBeUndefined();
  expect(overview.events).toEqual({ value: 3, estimated: false });
});

test("a big table is estimated instead of counted", async () => {
  await db.$executeRaw`UPDATE pg_class SET reltuples = 4200000 WHERE relname = 'events'`;
  const { events } = await countOverview(db, { deadlineMs: 5_000, now });
  expect(events).toEqual({ value: 4_200_000, estimated: true });
});
