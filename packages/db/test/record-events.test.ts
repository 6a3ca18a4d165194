import { testDatabase } from "@touchline/testing/suite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Db, openDb } from "../src/client.ts";
import type { DestinationInterest } from "../src/create-deliveries.ts";
import { recordEvents } from "../src/record-events.ts";
import { isValueFault } from "../src/store-error.ts";
import { at, draft, event } from "./samples.ts";

let db: Db;
beforeAll(async () => {
  db = openDb(await testDatabase());
});
afterAll(async () => db.$disconnect());

const crm: DestinationInterest = { name: "crm", when: {} };

describe("recordEvents", () => {
  it("writes a batch with everything that stands on it", async () => {
    const batch = await recordEvents(db, [event("a1"), event("a2", { draft: { person: undefined } })], [crm]);
    expect(batch).toMatchObject({ fresh: 2, activities: 2, quarantined: 0, repeats: 0, reruns: 0 });
    expect(batch.due).toHaveLength(2);
    const stored = await db.event.findMany({
      where: { externalId: { in: ["a1", "a2"] } },
      include: { activity: true },
    });
    expect(stored.map((row) => Buffer.from(row.body).toString()).sort()).toEqual([
      '{"eventId":"a1"}',
      '{"eventId":"a2"}',
    ]);
    expect(stored.every((row) => row.activity?.text === "Hello")).toBe(true);
    expect(await db.lead.count({ where: { leadId: "lead_1" } })).toBe(1);
    expect(await db.sender.count({ where: { senderId: "sender_1" } })).toBe(1);
    expect(await db.campaign.count({ where: { campaignId: "camp_1" } })).toBe(1);
  });

  it("keeps a body byte for byte, whatever the bytes", async () => {
    const body = Buffer.from([0, 255, 254, 0x7b, 0x22, 0xd8, 0]);
    await recordEvents(db, [event("bytes", { body })], []);
    const row = await db.event.findFirstOrThrow({ where: { externalId: "bytes" } });
    expect(Buffer.from(row.body).equals(body)).toBe(true);
  });

  it("counts a repeat once, in its batch or after it, however often its job runs", async () => {
    const first = event("r1");
    const again = event("r1");
    expect(await recordEvents(db, [first, again], [])).toMatchObject({ fresh: 1, repeats: 1, reruns: 0 });
    expect(await recordEvents(db, [first, again], [])).toMatchObject({ fresh: 0, repeats: 0, reruns: 1 });
    expect(await recordEvents(db, [event("r1")], [])).toMatchObject({ fresh: 0, repeats: 1 });
    expect(await db.eventRepeat.count({ where: { event: { externalId: "r1" } } })).toBe(2);
    expect(await db.activity.count({ where: { event: { externalId: "r1" } } })).toBe(1);
  });

  it("tells endpoints apart", async () => {
    expect(await recordEvents(db, [event("e1"), event("e1", { endpoint: "emea" })], [])).toMatchObject({ fresh: 2 });
  });

  it("keeps the first of two bodies with one id and quarantines the second, once", async () => {
    const second = event("c1", { body: Buffer.from("other") });
    const batch = await recordEvents(db, [event("c1"), second], [crm]);
    expect(batch).toMatchObject({ fresh: 2, activities: 1, quarantined: 1 });
    const kept = await db.event.findFirstOrThrow({ where: { externalId: `sha256-${second.bodyDigest}` } });
    expect(kept.quarantineReason).toBe("conflicting_body");
    const repeat = event("c1", { body: Buffer.from("other") });
    expect(await recordEvents(db, [repeat], [crm])).toMatchObject({ fresh: 0, repeats: 1 });
  });

  it("writes an event once when many workers take it at the same time", async () => {
    const batches = await Promise.all(
      Array.from({ length: 8 }, async (_, worker) =>
        recordEvents(
          db,
          [event("z-last"), event(`w${worker}`), event("a-first")].sort(() => (worker % 2) - 0.5),
          [crm],
        ),
      ),
    );
    expect(batches.reduce((sum, { fresh }) => sum + fresh, 0)).toBe(10);
    expect(
      await db.delivery.count({ where: { activity: { event: { externalId: { in: ["z-last", "a-first"] } } } } }),
    ).toBe(2);
  });

  it("never lets an older fact overwrite a newer one, and decides ties by receipt", async () => {
    const status = (id: string, current: string, occurred: number, received: number) =>
      event(id, {
        receivedAt: at(received),
        draft: {
          type: "lead_status_changed",
          occurredAt: at(occurred),
          status: { current },
          person: { key: "lead:x", leadId: "lead_s" },
        },
      });
    await recordEvents(db, [status("s2", "REPLY_RECEIVED", 2, 3), status("s1", "MESSAGE_SENT", 1, 4)], []);
    const read = async () => (await db.lead.findFirstOrThrow({ where: { leadId: "lead_s" } })).status;
    expect(await read()).toBe("REPLY_RECEIVED");
    await recordEvents(db, [status("s0", "PENDING", 0, 9)], []);
    expect(await read()).toBe("REPLY_RECEIVED");
    await recordEvents(db, [status("s2-late", "DONE", 2, 5)], []);
    expect(await read()).toBe("DONE");
    await recordEvents(db, [status("s2-early", "OPPORTUNITY", 2, 4)], []);
    expect(await read()).toBe("DONE");
  });

  it("moves a campaign by the time of the fact and keeps its name", async () => {
    const campaign = (id: string, minutes: number, over: object) =>
      event(id, { draft: { occurredAt: at(minutes), person: undefined, campaign: { id: "camp_2", ...over } } });
    await recordEvents(
      db,
      [campaign("k3", 3, { state: "resumed" }), campaign("k1", 1, { state: "started", name: "Autumn" })],
      [],
    );
    await recordEvents(db, [campaign("k2", 2, { state: "paused" })], []);
    expect(await db.campaign.findFirstOrThrow({ where: { campaignId: "camp_2" } })).toMatchObject({
      state: "resumed",
      name: "Autumn",
    });
  });

  it("matches destinations by campaign name, which most events do not carry", async () => {
    const named = { name: "named", when: { campaigns: ["Winter*"] } };
    await recordEvents(db, [event("n1", { draft: { campaign: { id: "camp_w", name: "Winter DACH" } } })], []);
    const { due } = await recordEvents(
      db,
      [event("n2", { draft: { campaign: { id: "camp_w" } } }), event("n3")],
      [named],
    );
    expect(due.map(({ destination }) => destination)).toEqual(["named"]);
  });

  it("gives each person's line one head, also when batches come at the same time", async () => {
    const person = { key: "in:line", leadId: "lead_line" };
    const batches = await Promise.all(
      Array.from({ length: 6 }, async (_, n) =>
        recordEvents(db, [event(`l${n}`, { draft: { person, occurredAt: at(n) } })], [crm]),
      ),
    );
    expect(batches.flatMap(({ due }) => due)).toHaveLength(1);
    const states = await db.delivery.groupBy({ by: ["state"], where: { personKey: person.key }, _count: true });
    expect(Object.fromEntries(states.map(({ state, _count }) => [state, _count]))).toEqual({ pending: 1, behind: 5 });
  });

  it("refuses a value the database cannot hold and writes nothing of its batch", async () => {
    const bad = event("bad", { draft: draft({ text: { body: "a\0b", mayBeCut: false } }) });
    const failure = await recordEvents(db, [event("good"), bad], []).catch((error: unknown) => error);
    expect(isValueFault(failure)).toBe(true);
    expect(await db.event.count({ where: { externalId: { in: ["good", "bad"] } } })).toBe(0);
  });

  it("does not take trouble of the store for a fault of the value", async () => {
    const away = openDb("postgresql://nobody@127.0.0.1:1/none");
    const failure = await recordEvents(away, [event("x")], []).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(isValueFault(failure)).toBe(false);
    await away.$disconnect();
  });
});
