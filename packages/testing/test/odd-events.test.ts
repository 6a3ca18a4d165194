import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageSent } from "../src/message.ts";
import { type Pipeline, startPipeline } from "../src/pipeline.ts";
import { waitFor } from "../src/wait.ts";

const odd: [name: string, body: string | Uint8Array, reason: string][] = [
  ["not JSON", "hello", "not_json"],
  ["bytes that are no text", new Uint8Array([0xff, 0xfe, 0x00, 0x01]), "not_json"],
  ["empty", "", "empty_body"],
  ["a list", "[1,2]", "not_an_object"],
  ["without eventId", messageSent("x").replace('"eventId":"x",', ""), "missing_event_id"],
  [
    "without eventType",
    JSON.stringify({ eventId: "evt_no_type", workspaceId: "ws_test", data: {} }),
    "missing_event_type",
  ],
  [
    "of an unknown type",
    JSON.stringify({ eventId: "evt_unknown", eventType: "lead.sneezed", workspaceId: "ws_test", data: {} }),
    "unknown_event_type",
  ],
  ["of another workspace", messageSent("evt_other_ws", { workspaceId: "ws_theirs" }), "other_workspace"],
  [
    "without what its type must have",
    JSON.stringify({ eventId: "evt_bare", eventType: "message.sent", workspaceId: "ws_test", data: {} }),
    "payload_mismatch",
  ],
];

describe("signed, but odd", () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await startPipeline({ redis: true, destinations: { crm: "" }, endpoint: "workspaceId: ws_test" });
  });
  afterAll(async () => pipeline.close());

  it.each(odd)("%s: accepted, and kept whole in quarantine with the reason", async (_name, body, reason) => {
    const answer = await pipeline.sender.send(body);
    expect(answer).toMatchObject({ status: 202, body: { status: "accepted" } });
    const { eventId } = answer.body as { eventId: string };
    const find = () =>
      pipeline.query<{ quarantine_reason: string; body: Buffer }>(
        "SELECT quarantine_reason, body FROM events WHERE external_id = $1",
        [eventId],
      );
    const [stored] = await waitFor(async () => {
      const rows = await find();
      return rows.length > 0 ? rows : undefined;
    });
    expect(stored?.quarantine_reason).toBe(reason);
    expect(stored?.body.equals(Buffer.from(body))).toBe(true);
  });

  it("one id with two bodies: the first counts, the second is kept under its own digest", async () => {
    await pipeline.sender.send(messageSent("evt_twice", { leadId: "lead_a" }));
    await waitFor(
      async () => (await pipeline.query("SELECT 1 FROM events WHERE external_id = 'evt_twice'")).length === 1,
    );
    expect((await pipeline.sender.send(messageSent("evt_twice", { leadId: "lead_b" }))).status).toBe(202);
    const [conflict] = await waitFor(async () => {
      const rows = await pipeline.query<{ external_id: string }>(
        "SELECT external_id FROM events WHERE quarantine_reason = 'conflicting_body'",
      );
      return rows.length > 0 ? rows : undefined;
    });
    expect(conflict?.external_id).toMatch(/^sha256-[0-9a-f]{64}$/u);
  });

  it("nothing unsigned, wrongly signed or stale is stored", async () => {
    const stored = async () => (await pipeline.query<{ n: number }>("SELECT count(*)::int AS n FROM events"))[0]?.n;
    const before = await stored();
    const url = `${pipeline.processes.ingress.url}/webhooks/sendpilot`;
    const post = async (headers: Record<string, string>) => {
      const response = await fetch(url, { method: "POST", body: messageSent("evt_unsigned"), headers });
      return { status: response.status, body: await response.json() };
    };
    const refused = (error: string) => ({ status: 401, body: { error } });
    expect(await post({})).toMatchObject(refused("missing_signature"));
    const now = String(Math.floor(Date.now() / 1000));
    const wrong = { "svix-id": "msg_1", "svix-timestamp": now, "svix-signature": "v1,AAAA" };
    expect(await post(wrong)).toMatchObject(refused("bad_signature"));
    const hourAgo = new Date(Date.now() - 3_600_000);
    const stale = await pipeline.sender.send(messageSent("evt_stale"), "svix", hourAgo);
    expect(stale).toMatchObject(refused("stale_signature"));
    expect((await pipeline.sender.send(messageSent("evt_after"))).status).toBe(202);
    await waitFor(async () => (await stored()) === (before ?? 0) + 1, { what: "the signed one alone" });
  });
});
