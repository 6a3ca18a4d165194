import { createHash, randomUUID } from "node:crypto";
import { openDb } from "@touchline/db/client";
import { recordEvents } from "@touchline/db/record-events";
import { listDeliveries } from "@touchline/db/list-deliveries";
import { sources } from "@touchline/sources/registry";
import { samples } from "@touchline/sources/sendpilot/samples";
import { testDatabase } from "@touchline/testing/suite";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { touchline } from "./run.ts";

let env: Record<string, string>;
let folder: string;

/** Writes an event down as a worker of the past did that did not know the source: in quarantine. */
async function record(
  externalId: string,
  body: string,
  { endpoint = "default", understood = false } = {},
): Promise<void> {
  const db = openDb(env["DATABASE_URL"] ?? "", { maxConnections: 1 });
  const bytes = new TextEncoder().encode(body);
  const receivedAt = new Date();
  const reading = understood
    ? sources.sendpilot.toActivity({ body: bytes, receivedAt })
    : { kind: "quarantine" as const, reason: "unknown_event_type" as const };
  const event = {
    receiptId: `rcp_${randomUUID()}`,
    source: "sendpilot",
    endpoint,
    externalId,
    scheme: "svix" as const,
    receivedAt,
    bodyDigest: createHash("sha256").update(bytes).digest("hex"),
    body: bytes,
    reading,
  };
  await recordEvents(db, [event], understood ? [{ name: "crm", when: {} }] : []);
  await db.$disconnect();
}

const sample = (eventType: string) => samples.find((one) => one.eventType === eventType)?.body ?? "";

beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/touchline-cli-`);
  const yaml = "destinations:\n  crm: { type: http, url: http://127.0.0.1:1/hook }\n";
  await writeFile(`${folder}/touchline.yaml`, yaml);
  env = { DATABASE_URL: await testDatabase(), TOUCHLINE_CONFIG: `${folder}/touchline.yaml` };
});
afterAll(async () => await rm(folder, { recursive: true }));

describe("migrate", () => {
  test("run again changes nothing and says so", async () => {
    const { code, json } = await touchline(["migrate", "--json"], env);
    expect(code).toBe(0);
    expect(json()).toEqual({ ok: true, applied: [] });
  });

  test("tables that are not there are told with the command that makes them", async () => {
    const { code, err } = await touchline(["deliveries"], { DATABASE_URL: inject("postgresUrl") });
    expect(code).toBe(1);
    expect(err).toEqual([expect.stringContaining("make them with: touchline migrate")]);
  });
});

describe("deliveries", () => {
  beforeAll(async () => {
    await record("evt_reply", sample("reply.received"), { understood: true });
    await record("evt_started", sample("campaign.started"), { understood: true });
  });

  test("are listed, filtered, as a table and as JSON", async () => {
    const { code, json } = await touchline(["deliveries", "--event", "evt_reply", "--json"], env);
    expect(code).toBe(0);
    expect(json()).toMatchObject({
      deliveries: [{ destination: "crm", type: "linkedin_reply_received", eventId: "evt_reply" }],
    });
    const { out } = await touchline(["deliveries"], env);
    expect(out).toHaveLength(3);
    expect(out[0]).toMatch(/^DELIVERY +DESTINATION +STATE/u);
    expect((await touchline(["deliveries", "--state", "dead"], env)).out).toEqual(["No deliveries match."]);
  });

  test("one is shown with its facts; none is a failure", async () => {
    const db = openDb(env["DATABASE_URL"] ?? "", { maxConnections: 1 });
    const [delivery] = await listDeliveries(db, { limit: 1 });
    await db.deliveryAttempt.create({
      data: {
        id: "att_1",
        deliveryId: delivery?.id ?? "",
        startedAt: new Date(),
        durationMs: 12,
        outcome: "retryable",
        reason: "HTTP 500",
        exchanges: [{ method: "POST", url: "http://crm/hook", status: 500, durationMs: 11, answer: "Oh \u001b[2Jno" }],
      },
    });
    await db.$disconnect();
    const { code, out } = await touchline(["deliveries", "show", delivery?.id ?? ""], env);
    expect(code).toBe(0);
    expect(out.join("\n")).toMatch(
      /attempt 1 .* retryable {2}12 ms: HTTP 500\n {2}POST http:\/\/crm\/hook -> 500 11 ms\n {4}Oh no/u,
    );
    const gone = await touchline(["deliveries", "show", "dlv_nope"], env);
    expect(gone.code).toBe(1);
    expect(gone.err.join()).toContain("there is no delivery dlv_nope");
  });
});

describe("quarantine and replay", () => {
  beforeAll(async () => {
    await record("evt_later", sample("message.sent"));
    await record("evt_twice", sample("lead.updated"));
    await record("evt_twice", sample("lead.updated"), { endpoint: "emea" });
    await record("evt_broken", "{");
  });

  test("what is in quarantine is listed with a sentence on why", async () => {
    const { code, out, json } = await touchline(["quarantine", "--json"], env);
    expect({ code, empty: out.length === 0 }).toEqual({ code: 0, empty: false });
    expect(json()).toMatchObject({
      events: [{ externalId: "evt_later", sentence: expect.stringContaining("A later one may") }, {}, {}, {}],
    });
    expect((await touchline(["quarantine"], env)).out[1]).toMatch(
      /^evt_later +sendpilot\/default .* This version does not know/u,
    );
  });

  test("an event that is understood now gets its activity and its deliveries, once", async () => {
    const { code, json } = await touchline(["replay", "evt_later", "--json"], env);
    expect(code).toBe(0);
    expect(json()).toMatchObject({ ok: true, outcome: "activity", dueDeliveries: expect.any(Number) });
    const again = await touchline(["replay", "evt_later"], env);
    expect(again.out).toEqual(["evt_later is up to date; nothing to send now"]);
    const { json: listed } = await touchline(["deliveries", "--event", "evt_later", "--json"], env);
    expect(listed()).toMatchObject({ deliveries: [{ destination: "crm" }] });
  });

  test("an id that two endpoints know asks for one of them", async () => {
    const { code, err } = await touchline(["replay", "evt_twice"], env);
    expect(code).toBe(1);
    expect(err.join()).toMatch(/add --endpoint with one of: .*(emea.*default|default.*emea)/u);
    expect((await touchline(["replay", "evt_twice", "--endpoint", "emea"], env)).code).toBe(0);
  });

  test("an event that is not there, or still not understood, is a failure", async () => {
    expect((await touchline(["replay", "evt_nope"], env)).err.join()).toContain("there is no event evt_nope");
    const { code, out } = await touchline(["replay", "evt_broken"], env);
    expect(code).toBe(1);
    expect(out.join()).toContain("evt_broken stays in quarantine: not_json");
  });

  test("all of quarantine at once: what is understood leaves it, the rest is counted", async () => {
    const { code, json } = await touchline(["replay", "--quarantined", "--json"], env);
    expect(code).toBe(0);
    expect(json()).toMatchObject({ replayed: 2, understood: 1 });
    const { json: left } = await touchline(["quarantine", "--json"], env);
    expect(left()).toMatchObject({ events: [{ externalId: "evt_broken", quarantineReason: "not_json" }] });
  });
});
