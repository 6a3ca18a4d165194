import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageSent } from "../src/message.ts";
import { type Pipeline, startPipeline } from "../src/pipeline.ts";
import { waitFor } from "../src/wait.ts";

describe("with lanes away", () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await startPipeline({ redis: true, destinations: { crm: "" } });
  });
  afterAll(async () => pipeline.close());

  const arrived = async (prefix: string): Promise<number> =>
    (await pipeline.box("crm").entries()).filter(({ eventId }) => eventId.startsWith(prefix)).length;

  /** How many events a lane has confirmed to the ingress so far. */
  async function storedBy(lane: string): Promise<number> {
    const metrics = await (await fetch(`${pipeline.processes.ingress.url}/metrics`)).text();
    const line = new RegExp(`^touchline_intake_enqueued_total\\{[^}]*lane="${lane}"[^}]*\\} (\\d+)$`, "mu").exec(
      metrics,
    );
    return Number(line?.[1] ?? 0);
  }

  it("webhooks are accepted and reach Postgres and the CRM while Redis is down", async () => {
    await pipeline.redis?.stop();
    for (let n = 0; n < 20; n++) expect((await pipeline.sender.send(messageSent(`evt_down_${n}`))).status).toBe(202);
    await waitFor(async () => (await arrived("evt_down_")) === 20, {
      timeoutMs: 30_000,
      what: "all in the CRM by the standby",
    });
    expect(await pipeline.query("SELECT 1 FROM events WHERE external_id LIKE 'evt_down_%'")).toHaveLength(20);
  });

  it("with both lanes down the answer is 503 with Retry-After, and the retry arrives after their return", async () => {
    await pipeline.postgres.stop();
    const refused = await pipeline.sender.send(messageSent("evt_both_1"));
    expect(refused).toMatchObject({ status: 503, body: { error: "unavailable" } });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect((await fetch(`${pipeline.processes.ingress.url}/health/ready`)).status).toBe(503);

    const retrying = pipeline.sender.sendUntilAccepted(messageSent("evt_both_1"));
    await pipeline.postgres.start();
    await pipeline.redis?.start();
    await retrying;
    await waitFor(async () => (await arrived("evt_both_")) === 1, { timeoutMs: 30_000, what: "the retry in the CRM" });
    expect(await pipeline.query("SELECT 1 FROM events WHERE external_id = 'evt_both_1'")).toHaveLength(1);
  });

  it("goes back to Redis when it has returned", async () => {
    const before = await storedBy("redis");
    await waitFor(
      async () => {
        await pipeline.sender.send(messageSent(`evt_back_${Date.now()}`));
        return (await storedBy("redis")) > before;
      },
      { timeoutMs: 15_000, everyMs: 500, what: "an event by way of Redis" },
    );
    for (const app of Object.values(pipeline.processes)) {
      await waitFor(async () => (await fetch(`${app.url}/health/ready`)).status === 200, {
        timeoutMs: 20_000,
        what: `${app.url} ready`,
      });
    }
  });
});
