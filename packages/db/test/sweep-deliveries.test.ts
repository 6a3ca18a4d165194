import { describe, expect, it } from "vitest";
import { claimDelivery } from "../src/claim-delivery.ts";
import { listDeliveries } from "../src/list-deliveries.ts";
import { parkDelivery, postponeDelivery } from "../src/postpone-delivery.ts";
import { recordEvents } from "../src/record-events.ts";
import { repairLines } from "../src/repair-lines.ts";
import { pauseForAuth, restDestination, resumeAfterAuth, skipRemovedDestinations } from "../src/rest-destination.ts";
import { sweepDeliveries, sweepProbes } from "../src/sweep-deliveries.ts";
import { claim, failed, lease, record, recordOne, useDatabase } from "./delivery-harness.ts";
import { event } from "./samples.ts";

const db = useDatabase();
const sweepAll = { destinations: ["crm"], limit: 100, jobAgeMs: 30_000 };

describe("the sweeper", () => {
  it("leaves what has a job or a lease alone and brings back what lost it, once", async () => {
    const due = await recordOne(db(), "e1");
    expect(await sweepDeliveries(db(), sweepAll)).toEqual([]);
    await db()
      .$executeRaw`UPDATE deliveries SET enqueued_at = now() - interval '31 seconds', next_attempt_at = now() - interval '31 seconds'`;
    const swept = await Promise.all([sweepDeliveries(db(), sweepAll), sweepDeliveries(db(), sweepAll)]);
    expect(swept.flat()).toEqual([due]);
    await claim(db(), due);
    await db().$executeRaw`UPDATE deliveries SET enqueued_at = NULL`;
    expect(await sweepDeliveries(db(), sweepAll)).toEqual([]);
  });

  it("brings back at once, under a new generation, what a dead worker held", async () => {
    const due = await recordOne(db(), "e1");
    await claim(db(), due, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [swept] = await sweepDeliveries(db(), sweepAll);
    expect(swept).toEqual({ ...due, generation: 1 });
    expect((await claim(db(), swept)).readBack).toBe(true);
  });

  it("waits for what is not due and for destinations that are not served", async () => {
    const due = await recordOne(db(), "e1");
    await postponeDelivery(
      db(),
      await claim(db(), due),
      { delayMs: 60_000, countsAsAttempt: true, readBack: false, withJob: false },
      failed,
    );
    expect(await sweepDeliveries(db(), sweepAll)).toEqual([]);
    await db().$executeRaw`UPDATE deliveries SET next_attempt_at = now()`;
    expect(await sweepDeliveries(db(), { ...sweepAll, destinations: ["other"] })).toEqual([]);
    expect(await sweepDeliveries(db(), sweepAll)).toHaveLength(1);
  });
});

describe("a destination at rest", () => {
  it("gets no claim until its time; then the sweeper brings its deliveries", async () => {
    const due = await recordOne(db(), "e1");
    await restDestination(db(), "crm", new Date(Date.now() + 60_000), "HTTP 429");
    await restDestination(db(), "crm", new Date(Date.now() + 1_000), "shorter");
    expect(await claimDelivery(db(), { ...due, ...lease })).toEqual({ kind: "resting" });
    await parkDelivery(db(), due);
    expect(await sweepDeliveries(db(), sweepAll)).toEqual([]);
    await db().$executeRaw`UPDATE destination_states SET blocked_until = now()`;
    expect(await sweepDeliveries(db(), sweepAll)).toEqual([{ ...due, generation: 1 }]);
  });

  it("is probed by one worker per interval when its credentials fail, and resumes", async () => {
    const [a] = await record(db(), "e1");
    const { due } = await recordEvents(
      db(),
      [event("f1", { draft: { person: undefined } })],
      [{ name: "crm", when: {} }],
    );
    expect(await pauseForAuth(db(), "crm", "HTTP 401", 60_000)).toBe(true);
    expect(await pauseForAuth(db(), "crm", "HTTP 401", 60_000)).toBe(false);
    expect(await sweepProbes(db(), ["crm"])).toEqual([]);
    await db().$executeRaw`UPDATE destination_states SET blocked_until = now()`;
    await db().$executeRaw`UPDATE deliveries SET enqueued_at = NULL`;
    const probes = await sweepProbes(db(), ["crm"]);
    expect(probes).toHaveLength(1);
    const [probe] = probes;
    const claimed = await claim(db(), probe);
    expect(claimed.probe).toBe(true);
    const other = [a, ...due].find((one) => one?.deliveryId !== claimed.deliveryId);
    expect(await claimDelivery(db(), { deliveryId: other?.deliveryId ?? "", generation: 0, ...lease })).toEqual({
      kind: "resting",
    });
    expect(await resumeAfterAuth(db(), "crm")).toBe(true);
    expect(await sweepDeliveries(db(), sweepAll)).toHaveLength(1);
  });

  it("skips the deliveries of a destination that was removed, and nothing else", async () => {
    await record(db(), "e1", "e2");
    expect(await skipRemovedDestinations(db(), ["crm"])).toBe(0);
    expect(await skipRemovedDestinations(db(), [])).toBe(2);
    expect((await listDeliveries(db(), { limit: 9 })).map(({ state }) => state)).toEqual(["skipped", "skipped"]);
  });
});

describe("what must not get stuck", () => {
  it("a destination with a long backlog hides nothing that another has to do", async () => {
    const noPerson = { draft: { person: undefined } };
    const slow = Array.from({ length: 30 }, (_, n) => event(`slow-${n}`, noPerson));
    await recordEvents(db(), slow, [{ name: "slow", when: {} }]);
    await recordEvents(db(), [event("other-1", noPerson)], [{ name: "other", when: {} }]);
    await db().$executeRaw`UPDATE deliveries SET enqueued_at = NULL`;
    const swept = await sweepDeliveries(db(), { destinations: ["slow", "other"], limit: 5, jobAgeMs: 30_000 });
    expect(swept.filter(({ destination }) => destination === "slow")).toHaveLength(5);
    expect(swept.filter(({ destination }) => destination === "other")).toHaveLength(1);
  });

  it("a delivery whose rest ended between the claim and the look at why it failed is parked for the sweeper", async () => {
    const due = await recordOne(db(), "e1");
    await parkDelivery(db(), due);
    expect(await sweepDeliveries(db(), sweepAll)).toEqual([{ ...due, generation: 1 }]);
    const claimed = await claim(db(), { ...due, generation: 1 });
    await parkDelivery(db(), { ...due, generation: 1 });
    expect(await claimDelivery(db(), { ...due, generation: 2, ...lease })).toEqual({ kind: "gone" });
    expect(claimed.generation).toBe(1);
  });

  it("an outcome whose confirmation was lost is not written a second time", async () => {
    const claimed = await claim(db(), await recordOne(db(), "e1"));
    const put = { delayMs: 0, countsAsAttempt: true, readBack: false, withJob: false };
    expect(await postponeDelivery(db(), claimed, put, failed)).toMatchObject({ kind: "postponed" });
    expect(await postponeDelivery(db(), claimed, put, failed)).toEqual({ kind: "superseded" });
    expect(await db().deliveryAttempt.count()).toBe(1);
  });

  it("a line whose head was removed by hand gets another, and a sound line keeps its own", async () => {
    const [head] = await record(db(), "e1", "e2");
    expect(await repairLines(db())).toBe(0);
    await db().$executeRaw`DELETE FROM deliveries WHERE id = ${head?.deliveryId ?? ""}`;
    expect(await repairLines(db())).toBe(1);
    expect(await db().delivery.findMany({ select: { state: true } })).toEqual([{ state: "pending" }]);
  });
});
