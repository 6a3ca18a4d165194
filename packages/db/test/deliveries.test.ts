import { describe, expect, it } from "vitest";
import { claimDelivery } from "../src/claim-delivery.ts";
import type { Db } from "../src/client.ts";
import type { DueDelivery } from "../src/event-to-record.ts";
import { findDelivery, listDeliveries } from "../src/list-deliveries.ts";
import { postponeDelivery } from "../src/postpone-delivery.ts";
import { settleDelivery } from "../src/settle-delivery.ts";
import { claim, delivered, failed, lease, record, recordOne, useDatabase } from "./delivery-harness.ts";
import { noon } from "./samples.ts";

const db = useDatabase();

async function eventsOf(open: Db, due: DueDelivery[]): Promise<string[]> {
  const rows = await Promise.all(due.map(({ deliveryId }) => findDelivery(open, deliveryId)));
  return rows.map((row) => row?.eventId ?? "?");
}

describe("a claim", () => {
  it("hands the activity to one worker only", async () => {
    const due = await recordOne(db(), "e1");
    const claims = await Promise.all(Array.from({ length: 5 }, () => claimDelivery(db(), { ...due, ...lease })));
    expect(claims.map(({ kind }) => kind).sort()).toEqual(["claimed", "gone", "gone", "gone", "gone"]);
    const [won] = claims.flatMap((outcome) => (outcome.kind === "claimed" ? [outcome.delivery] : []));
    expect(won?.activity).toMatchObject({
      eventId: "e1",
      type: "linkedin_message_sent",
      occurredAt: noon.toISOString(),
      text: "Hello",
      person: { key: "in:robin" },
    });
    expect(won?.readBack).toBe(false);
  });

  it("asks for a read-back when the owner before it died in the middle", async () => {
    const due = await recordOne(db(), "e1");
    const lost = await claim(db(), due, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const next = await claim(db(), due);
    expect(next.readBack).toBe(true);
    expect(await settleDelivery(db(), lost, { state: "delivered" }, delivered)).toEqual({ kind: "superseded" });
    expect(await settleDelivery(db(), next, { state: "delivered" }, delivered)).toMatchObject({ kind: "settled" });
  });

  it("is refused for another generation and after the end", async () => {
    const due = await recordOne(db(), "e1");
    expect(await claimDelivery(db(), { ...due, generation: 7, ...lease })).toEqual({ kind: "gone" });
    await settleDelivery(db(), await claim(db(), due), { state: "delivered", externalRef: "crm-9" }, delivered);
    expect(await claimDelivery(db(), { ...due, ...lease })).toEqual({ kind: "gone" });
    expect(await findDelivery(db(), due.deliveryId)).toMatchObject({
      state: "delivered",
      externalRef: "crm-9",
      attempts: 1,
      attempted: [{ outcome: "delivered" }],
    });
  });
});

describe("a line", () => {
  it("goes one by one, by the time of the facts", async () => {
    const [head, ...others] = await record(db(), "e1", "e2", "e3");
    expect(others).toEqual([]);
    const order: string[] = [];
    for (let due = head === undefined ? [] : [head]; due.length > 0;) {
      order.push(...(await eventsOf(db(), due)));
      const settled = await settleDelivery(db(), await claim(db(), due[0]), { state: "delivered" }, delivered);
      due = settled.kind === "settled" ? settled.next : [];
    }
    expect(order).toEqual(["e1", "e2", "e3"]);
    expect(await db().deliveryLine.count()).toBe(0);
  });

  it("is held by retries and by what needs a person, released by what is dead", async () => {
    const [head] = await record(db(), "e1", "e2", "e3");
    const put = await postponeDelivery(
      db(),
      await claim(db(), head),
      { delayMs: 0, countsAsAttempt: true, readBack: false, withJob: true },
      failed,
    );
    if (put.kind !== "postponed") throw new Error(put.kind);
    expect(put.due.generation).toBe(1);
    expect(await record(db(), "e4")).toEqual([]);
    const settled = await settleDelivery(db(), await claim(db(), put.due), { state: "dead" }, failed);
    if (settled.kind !== "settled") throw new Error(settled.kind);
    expect(await eventsOf(db(), settled.next)).toEqual(["e4"]);
    const held = await settleDelivery(
      db(),
      await claim(db(), settled.next[0]),
      { state: "mapping" },
      { ...failed, outcome: "mapping" },
    );
    expect(held).toEqual({ kind: "settled", next: [] });
    expect(await record(db(), "e5")).toEqual([]);
  });

  it("never strands a delivery that joins while its head is finishing", async () => {
    for (let round = 0; round < 15; round++) {
      const [due] = await record(db(), `head-${round}`);
      const head = await claim(db(), due);
      const [, joined] = await Promise.all([
        settleDelivery(db(), head, { state: "delivered" }, delivered),
        record(db(), `joins-${round}`),
      ]);
      const [waiting] = await listDeliveries(db(), { eventId: `joins-${round}`, limit: 1 });
      expect(waiting?.state).toBe("pending");
      const [next] =
        joined.length > 0 ? joined : [{ destination: "crm", deliveryId: waiting?.id ?? "", generation: 0 }];
      await settleDelivery(db(), await claim(db(), next), { state: "delivered" }, delivered);
    }
  });
});

describe("a postponed delivery", () => {
  it("counts attempts and time only where the policy says so", async () => {
    const due = await recordOne(db(), "e1");
    const rest = await postponeDelivery(
      db(),
      await claim(db(), due),
      { delayMs: 0, countsAsAttempt: false, readBack: false, withJob: false },
      { ...failed, outcome: "rate_limited" },
    );
    if (rest.kind !== "postponed") throw new Error(rest.kind);
    const again = await claim(db(), rest.due);
    expect(again).toMatchObject({ attempts: 0, spentMs: 0 });
    const retry = await postponeDelivery(
      db(),
      again,
      { delayMs: 500, countsAsAttempt: true, readBack: true, withJob: true },
      failed,
    );
    if (retry.kind !== "postponed") throw new Error(retry.kind);
    expect(await claim(db(), retry.due)).toMatchObject({ attempts: 1, spentMs: 512, readBack: true });
  });
});
