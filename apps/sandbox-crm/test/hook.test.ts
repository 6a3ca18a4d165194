import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox.ts";
import { signed } from "./signed.ts";

let sandbox: Sandbox;
const start = async (options?: SandboxOptions): Promise<void> => void (sandbox = await startSandbox(options));
afterEach(() => sandbox.close());

describe("a delivery", () => {
  it("is written once, however often it comes, and can be asked for", async () => {
    await start();
    expect((await fetch(`${sandbox.url}/entries/dlv_1`)).status).toBe(404);
    expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(201);
    expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(200);
    expect(await sandbox.read("/entries/dlv_1")).toMatchObject({ deliveryId: "dlv_1", count: 1 });
    expect(await sandbox.read("/api/stats")).toMatchObject({
      entries: 1,
      copies: 1,
      calls: 2,
      duplicatesIgnored: 1,
      rejected: 0,
    });
  });

  it("is written again with deduplication off, which is seen", async () => {
    await start({ dedupe: false });
    for (let i = 0; i < 3; i += 1) expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(201);
    expect(await sandbox.read("/entries/dlv_1")).toMatchObject({ count: 3, copies: 3 });
    expect(await sandbox.read("/api/stats")).toMatchObject({ entries: 1, copies: 3, duplicatesIgnored: 0 });
    expect(await sandbox.put("/api/settings", { dedupe: true })).toBe(200);
    expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(200);
  });

  it.each([
    ["without a signature", { "webhook-signature": "" }, 401, "missing_signature"],
    ["with a wrong one", { "webhook-signature": "v1,AAAA" }, 401, "bad_signature"],
    ["of another scheme", { "webhook-signature": "v2,AAAA" }, 401, "bad_signature"],
    ["for another id", { "webhook-id": "dlv_2" }, 401, "bad_signature"],
    ["with two ids", { "idempotency-key": "dlv_2" }, 400, "idempotency_key_differs_from_webhook_id"],
  ])("%s is refused", async (_case, headers, status, error) => {
    await start();
    const request = signed({ id: "dlv_1" });
    const response = await fetch(`${sandbox.url}/hook`, { ...request, headers: { ...request.headers, ...headers } });
    expect({ status: response.status, body: await response.json() }).toEqual({ status, body: { error } });
    expect(await sandbox.read("/api/stats")).toMatchObject({ entries: 0, calls: 1, rejected: 1 });
  });

  it("that is stale, or signed with another secret, or not readable, is refused", async () => {
    await start();
    const old = await sandbox.deliver({ id: "dlv_1", at: new Date(Date.now() - 6 * 60_000) });
    expect({ status: old.status, body: await old.json() }).toEqual({ status: 401, body: { error: "stale_signature" } });
    expect((await sandbox.deliver({ id: "dlv_1", secret: "whsec_AAAA" })).status).toBe(401);
    expect((await sandbox.deliver({ id: "dlv_1", occurredAt: "never" })).status).toBe(400);
    expect(await sandbox.read("/api/stats")).toMatchObject({ entries: 0, rejected: 3 });
  });

  it("is taken with any of several secrets, and with none is not taken at all", async () => {
    await start({ secrets: "another one, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" });
    expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(201);
    await sandbox.close();
    await start({ secrets: "" });
    expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(503);
    expect((await fetch(`${sandbox.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${sandbox.url}/health/live`)).status).toBe(200);
  });
});

describe("a mailbox", () => {
  it("is independent of the others", async () => {
    await start();
    await sandbox.put("/api/settings", { dedupe: false, box: "two" });
    for (const path of ["/hook", "/hook/two", "/hook/two"]) await sandbox.deliver({ id: "dlv_1" }, path);
    expect(await sandbox.read("/api/stats")).toMatchObject({ entries: 1, copies: 1 });
    expect(await sandbox.read("/api/stats?box=two")).toMatchObject({ entries: 1, copies: 2 });
    expect(await sandbox.read("/entries/two/dlv_1")).toMatchObject({ count: 2 });
    await fetch(`${sandbox.url}/api/entries?box=two`, { method: "DELETE" });
    expect(await sandbox.read("/api/stats?box=two")).toMatchObject({ entries: 0, copies: 0, calls: 0 });
    expect(await sandbox.read("/api/entries")).toMatchObject({ total: 1 });
  });
});

describe("the API", () => {
  it("lists entries from a time of receipt on, in order of arrival", async () => {
    await start();
    await sandbox.deliver({ id: "dlv_1" });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const since = new Date().toISOString();
    for (const id of ["dlv_2", "dlv_3"]) await sandbox.deliver({ id });
    expect(await sandbox.read("/api/entries")).toMatchObject({
      total: 3,
      entries: [{ deliveryId: "dlv_1", copies: 1 }, {}, {}],
    });
    expect(await sandbox.read(`/api/entries?since=${since}&limit=1`)).toMatchObject({
      total: 2,
      entries: [{ deliveryId: "dlv_2" }],
    });
    expect((await fetch(`${sandbox.url}/api/entries?since=yesterday`)).status).toBe(400);
  });

  it("gives contacts by key with timelines in the order in which things happened", async () => {
    await start();
    const key = "in:jane-doe-1a2b";
    await sandbox.deliver({ id: "dlv_late", key, occurredAt: "2026-03-02T10:00:00Z" });
    await sandbox.deliver({ id: "dlv_early", key, occurredAt: "2026-03-01T10:00:00+01:00" });
    await sandbox.deliver({ id: "dlv_none", key: null });
    expect(await sandbox.read("/api/contacts")).toMatchObject({ contacts: [{ key, name: "Jane Doe", entries: 2 }] });
    expect(await sandbox.read(`/api/contacts/${encodeURIComponent(key)}`)).toMatchObject({
      key,
      timeline: [{ deliveryId: "dlv_early", occurredAt: "2026-03-01T09:00:00.000Z" }, { deliveryId: "dlv_late" }],
    });
    expect((await fetch(`${sandbox.url}/api/contacts/nobody`)).status).toBe(404);
  });
});
