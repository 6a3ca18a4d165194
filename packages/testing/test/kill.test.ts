import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageSent } from "../src/message.ts";
import { type Pipeline, type PipelineApp, startPipeline } from "../src/pipeline.ts";
import { waitFor } from "../src/wait.ts";

const total = 2_000;
const perSecond = 250;
/** Several events a person, so that lines are at stake too. */
const people = 400;

describe("kill -9 of every part in turn while 2,000 events flow", () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    // The CRM writes whatever it is sent: exactly-once has to be the product's own doing.
    pipeline = await startPipeline({
      redis: true,
      destinations: { crm: "timeout: 3s, concurrency: 20" },
      sandboxDedupe: false,
    });
  });
  afterAll(async () => pipeline.close());

  async function crash(app: PipelineApp): Promise<void> {
    await pipeline.processes[app].kill9();
    await pipeline.restart(app);
  }

  async function send(): Promise<void> {
    const underWay: Promise<void>[] = [];
    const start = Date.now();
    for (let n = 0; n < total; n++) {
      const body = messageSent(`evt_kill_${n}`, { leadId: `lead_${n % people}` });
      underWay.push(pipeline.sender.sendUntilAccepted(body));
      await sleep(Math.max(0, start + (n * 1000) / perSecond - Date.now()));
    }
    await Promise.all(underWay);
  }

  it("leaves every acknowledged event exactly once in Postgres and exactly once in the CRM", async () => {
    const sending = send();
    await sleep(800);
    await crash("activity-worker");
    await sleep(500);
    await crash("delivery-worker");
    await sleep(500);
    await pipeline.redis?.kill9();
    await sleep(700);
    await pipeline.redis?.start();
    await sleep(500);
    await pipeline.postgres.kill9();
    await sleep(700);
    await pipeline.postgres.start();
    await sleep(300);
    await crash("ingress");
    await sending;

    const entries = await waitFor(
      async () => {
        const arrived = await pipeline.box("crm").entries();
        return arrived.length >= total ? arrived : undefined;
      },
      { timeoutMs: 120_000, everyMs: 500, what: "all events in the CRM" },
    );
    const ids = Array.from({ length: total }, (_, n) => `evt_kill_${n}`).sort();
    const stored = await pipeline.query<{ external_id: string }>("SELECT external_id FROM events");
    expect(stored.map(({ external_id }) => external_id).sort()).toEqual(ids);
    expect(await pipeline.query("SELECT 1 FROM activities")).toHaveLength(total);
    expect(entries.map(({ eventId }) => eventId).sort()).toEqual(ids);
    expect(entries.filter(({ copies }) => copies !== 1)).toEqual([]);
    await waitFor(
      async () => (await pipeline.query("SELECT 1 FROM deliveries WHERE state <> 'delivered'")).length === 0,
      {
        timeoutMs: 60_000,
        what: "every delivery settled",
      },
    );
    expect(await pipeline.query("SELECT 1 FROM delivery_lines")).toEqual([]);
  }, 240_000);
});
