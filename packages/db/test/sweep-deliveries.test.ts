import { describe, expect, it } from "vitest";
import { claimDelivery } from "../src/claim-delivery.ts";
import { listDeliveries } from "../src/list-deliveries.ts";
import { parkDelivery, postponeDelivery } from "../src/postpone-delivery.ts";
import { recordEvents } from "../src/record-events.ts";
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
