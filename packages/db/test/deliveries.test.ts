import { testDatabase } from "@touchline/testing/suite";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimDelivery, type ClaimedDelivery } from "../src/claim-delivery.ts";
import { type Db, openDb } from "../src/client.ts";
import type { DueDelivery } from "../src/event-to-record.ts";
import { findDelivery, listDeliveries } from "../src/list-deliveries.ts";
import { parkDelivery, postponeDelivery } from "../src/postpone-delivery.ts";
import { recordEvents } from "../src/record-events.ts";
import { pauseForAuth, restDestination, resumeAfterAuth, skipRemovedDestinations } from "../src/rest-destination.ts";
import { type AttemptToRecord, settleDelivery } from "../src/settle-delivery.ts";
import { sweepDeliveries, sweepProbes } from "../src/sweep-deliveries.ts";
import { at, event, noon } from "./samples.ts";

let db: Db;
beforeAll(async () => {
  db = openDb(await testDatabase());
});
afterAll(async () => db.$disconnect());
beforeEach(async () => {
  await db.$executeRaw`TRUNCATE events, delivery_lines, destination_states CASCADE`;
});

const ok: AttemptToRecord = { startedAt: noon, durationMs: 12, outcome: "delivered", exchanges: [] };
const failed: AttemptToRecord = {
  startedAt: noon,
  durationMs: 12,
  outcome: "retryable",
  reason: "HTTP 500",
  exchanges: [],
};
const lease = { leaseMs: 60_000, probeEveryMs: 60_000 };
const sweepAll = { destinations: ["crm"], limit: 100, jobAgeMs: 30_000 };

async function record(...ids: string[]): Promise<DueDelivery[]> {
  const events = ids.map((id, n) => event(id, { draft: { occurredAt: at(n) } }));
  return (await recordEvents(db, events, [{ name: "crm", when: {} }])).due;
}

async function recordOne(id: string): Promise<DueDelivery> {
  const [due] = await record(id);
  if (due === undefined) throw new Error("no delivery is due");
  return due;
}

async function claim(due: DueDelivery | undefined, leaseMs = lease.leaseMs): Promise<ClaimedDelivery> {
  if (due === undefined) throw new Error("nothing to claim");
  const outcome = await claimDelivery(db, { ...due, ...lease, leaseMs });
  if (outcome.kind !== "claimed") throw new Error(`not claimed: ${outcome.kind}`);
  return outcome.delivery;
}

async function eventsOf(due: DueDelivery[]): Promise<string[]> {
  const rows = await Promise.all(due.map(({ deliveryId }) => findDelivery(db, deliveryId)));
  return rows.map((row) => row?.eventId ?? "?");
}

describe("a claim", () => {
  it("hands the activity to one worker only", async () => {
    const due = await recordOne("e1");
    const claims = await Promise.all(Array.from({ length: 5 }, () => claimDelivery(db, { ...due, ...lease })));
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
    const due = await recordOne("e1");
    const lost = await claim(due, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const next = await claim(due);
    expect(next.readBack).toBe(true);
    expect(await settleDelivery(db, lost, { state: "delivered" }, ok)).toEqual({ kind: "superseded" });
    expect(await settleDelivery(db, next, { state: "delivered" }, ok)).toMatchObject({ kind: "settled" });
  });

  it("is refused for another generation and after the end", async () => {
    const due = await recordOne("e1");
    expect(await claimDelivery(db, { ...due, generation: 7, ...lease })).toEqual({ kind: "gone" });
    await settleDelivery(db, await claim(due), { state: "delivered", externalRef: "crm-9" }, ok);
    expect(await claimDelivery(db, { ...due, ...lease })).toEqual({ kind: "gone" });
    expect(await findDelivery(db, due.deliveryId)).toMatchObject({
      state: "delivered",
      externalRef: "crm-9",
      attempts: 1,
      attempted: [{ outcome: "delivered" }],
    });
  });
});

describe("a line", () => {
  it("goes one by one, by the time of the facts", async () => {
    const [head, ...others] = await record("e1", "e2", "e3");
    expect(others).toEqual([]);
    const order: string[] = [];
    for (let due = head === undefined ? [] : [head]; due.length > 0;) {
      order.push(...(await eventsOf(due)));
      const settled = await settleDelivery(db, await claim(due[0]), { state: "delivered" }, ok);
      due = settled.kind === "settled" ? settled.next : [];
    }
    expect(order).toEqual(["e1", "e2", "e3"]);
    expect(await db.deliveryLine.count()).toBe(0);
  });

  it("is held by retries and by what needs a person, released by what is dead", async () => {
    const [head] = await record("e1", "e2", "e3");
    const put = await postponeDelivery(
      db,
      await claim(head),
      { delayMs: 0, countsAsAttempt: true, readBack: false, withJob: true },
      failed,
    );
    if (put.kind !== "postponed") throw new Error(put.kind);
    expect(put.due.generation).toBe(1);
    expect(await record("e4")).toEqual([]);
    const settled = await settleDelivery(db, await claim(put.due), { state: "dead" }, failed);
    if (settled.kind !== "settled") throw new Error(settled.kind);
    expect(await eventsOf(settled.next)).toEqual(["e4"]);
    const held = await settleDelivery(
      db,
      await claim(settled.next[0]),
      { state: "mapping" },
      { ...failed, outcome: "mapping" },
    );
    expect(held).toEqual({ kind: "settled", next: [] });
    expect(await record("e5")).toEqual([]);
  });

  it("never strands a delivery that joins while its head is finishing", async () => {
    for (let round = 0; round < 15; round++) {
      const [due] = await record(`head-${round}`);
      const head = await claim(due);
      const [, joined] = await Promise.all([
        settleDelivery(db, head, { state: "delivered" }, ok),
        record(`joins-${round}`),
      ]);
      const [waiting] = await listDeliveries(db, { eventId: `joins-${round}`, limit: 1 });
      expect(waiting?.state).toBe("pending");
      const [next] =
        joined.length > 0 ? joined : [{ destination: "crm", deliveryId: waiting?.id ?? "", generation: 0 }];
      await settleDelivery(db, await claim(next), { state: "delivered" }, ok);
    }
  });
});

describe("a postponed delivery", () => {
  it("counts attempts and time only where the policy says so", async () => {
    const due = await recordOne("e1");
    const rest = await postponeDelivery(
      db,
      await claim(due),
      { delayMs: 0, countsAsAttempt: false, readBack: false, withJob: false },
      { ...failed, outcome: "rate_limited" },
    );
    if (rest.kind !== "postponed") throw new Error(rest.kind);
    const again = await claim(rest.due);
    expect(again).toMatchObject({ attempts: 0, spentMs: 0 });
    const retry = await postponeDelivery(
      db,
      again,
      { delayMs: 500, countsAsAttempt: true, readBack: true, withJob: true },
      failed,
    );
    if (retry.kind !== "postponed") throw new Error(retry.kind);
    expect(await claim(retry.due)).toMatchObject({ attempts: 1, spentMs: 512, readBack: true });
  });
});

describe("the sweeper", () => {
  it("leaves what has a job or a lease alone and brings back what lost it, once", async () => {
    const due = await recordOne("e1");
    expect(await sweepDeliveries(db, sweepAll)).toEqual([]);
    await db.$executeRaw`UPDATE deliveries SET enqueued_at = now() - interval '31 seconds', next_attempt_at = now() - interval '31 seconds'`;
    const swept = await Promise.all([sweepDeliveries(db, sweepAll), sweepDeliveries(db, sweepAll)]);
    expect(swept.flat()).toEqual([due]);
    await claim(due);
    await db.$executeRaw`UPDATE deliveries SET enqueued_at = NULL`;
    expect(await sweepDeliveries(db, sweepAll)).toEqual([]);
  });

  it("brings back at once, under a new generation, what a dead worker held", async () => {
    const due = await recordOne("e1");
    await claim(due, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [swept] = await sweepDeliveries(db, sweepAll);
    expect(swept).toEqual({ ...due, generation: 1 });
    expect((await claim(swept)).readBack).toBe(true);
  });

  it("waits for what is not due and for destinations that are not served", async () => {
    const due = await recordOne("e1");
    await postponeDelivery(
      db,
      await claim(due),
      { delayMs: 60_000, countsAsAttempt: true, readBack: false, withJob: false },
      failed,
    );
    expect(await sweepDeliveries(db, sweepAll)).toEqual([]);
    await db.$executeRaw`UPDATE deliveries SET next_attempt_at = now()`;
    expect(await sweepDeliveries(db, { ...sweepAll, destinations: ["other"] })).toEqual([]);
    expect(await sweepDeliveries(db, sweepAll)).toHaveLength(1);
  });
});

describe("a destination at rest", () => {
  it("gets no claim until its time; then the sweeper brings its deliveries", async () => {
    const due = await recordOne("e1");
    await restDestination(db, "crm", new Date(Date.now() + 60_000), "HTTP 429");
    await restDestination(db, "crm", new Date(Date.now() + 1_000), "shorter");
    expect(await claimDelivery(db, { ...due, ...lease })).toEqual({ kind: "resting" });
    await parkDelivery(db, due);
    expect(await sweepDeliveries(db, sweepAll)).toEqual([]);
    await db.$executeRaw`UPDATE destination_states SET blocked_until = now()`;
    expect(await sweepDeliveries(db, sweepAll)).toEqual([{ ...due, generation: 1 }]);
  });

  it("is probed by one worker per interval when its credentials fail, and resumes", async () => {
    const [a] = await record("e1");
    const { due } = await recordEvents(
      db,
      [event("f1", { draft: { person: undefined } })],
      [{ name: "crm", when: {} }],
    );
    expect(await pauseForAuth(db, "crm", "HTTP 401", 60_000)).toBe(true);
    expect(await pauseForAuth(db, "crm", "HTTP 401", 60_000)).toBe(false);
    expect(await sweepProbes(db, ["crm"])).toEqual([]);
    await db.$executeRaw`UPDATE destination_states SET blocked_until = now()`;
    await db.$executeRaw`UPDATE deliveries SET enqueued_at = NULL`;
    const probes = await sweepProbes(db, ["crm"]);
    expect(probes).toHaveLength(1);
    const [probe] = probes;
    const claimed = await claim(probe);
    expect(claimed.probe).toBe(true);
    const other = [a, ...due].find((one) => one?.deliveryId !== claimed.deliveryId);
    expect(await claimDelivery(db, { deliveryId: other?.deliveryId ?? "", generation: 0, ...lease })).toEqual({
      kind: "resting",
    });
    expect(await resumeAfterAuth(db, "crm")).toBe(true);
    expect(await sweepDeliveries(db, sweepAll)).toHaveLength(1);
  });

  it("skips the deliveries of a destination that was removed, and nothing else", async () => {
    await record("e1", "e2");
    expect(await skipRemovedDestinations(db, ["crm"])).toBe(0);
    expect(await skipRemovedDestinations(db, [])).toBe(2);
    expect((await listDeliveries(db, { limit: 9 })).map(({ state }) => state)).toEqual(["skipped", "skipped"]);
  });
});
