import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "./sandbox.ts";

let sandbox: Sandbox;
let dice = 0;
const start = async (fault: object): Promise<void> => {
  sandbox = await startSandbox({ random: () => dice });
  expect(await sandbox.put("/api/faults", fault)).toBe(200);
};
afterEach(() => sandbox.close());

describe("a fault", () => {
  it("answers as asked, so many times, and writes nothing", async () => {
    await start({ mode: "status", status: 429, retryAfter: 7, times: 2 });
    const first = await sandbox.deliver({ id: "dlv_1" });
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "7"]);
    expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(429);
    expect(await sandbox.read("/api/stats")).toMatchObject({ entries: 0, failedOnRequest: 2 });
    expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(201);
    expect(await sandbox.read("/api/faults")).toEqual({ faults: [] });
  });

  it("may give an HTTP date, and HTML in place of an answer", async () => {
    await start({ mode: "garbage", status: 503, retryAfter: "Sun, 01 Mar 2026 10:00:00 GMT" });
    const response = await sandbox.deliver({ id: "dlv_1" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "Sun, 01 Mar 2026 10:00:00 GMT"]);
    expect(await response.text()).toMatch(/^<!doctype html>/u);
  });

  it("breaks the connection before the entry is written, or after", async () => {
    await start([
      { mode: "reset", match: "dlv_lost" },
      { mode: "reset_after_write", match: "dlv_kept" },
    ]);
    await expect(sandbox.deliver({ id: "dlv_lost" })).rejects.toThrow("fetch failed");
    await expect(sandbox.deliver({ id: "dlv_kept" })).rejects.toThrow("fetch failed");
    expect((await fetch(`${sandbox.url}/entries/dlv_lost`)).status).toBe(404);
    expect(await sandbox.read("/entries/dlv_kept")).toMatchObject({ count: 1 });
  });

  it("hangs without writing, and does not keep the sandbox from closing", async () => {
    await start({ mode: "hang" });
    const hanging = sandbox.deliver({ id: "dlv_1" }).catch(() => "broken off");
    await expect.poll(() => sandbox.read("/api/stats")).toMatchObject({ failedOnRequest: 1, entries: 0 });
    const startedAt = performance.now();
    await sandbox.close();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(await hanging).toBe("broken off");
    await start({ mode: "hang", times: 1 });
  });

  it("delays the answer, not the writing", async () => {
    await start({ mode: "delay", delayMs: 400 });
    const startedAt = performance.now();
    const slow = sandbox.deliver({ id: "dlv_1" });
    await expect.poll(() => sandbox.read("/api/stats")).toMatchObject({ entries: 1 });
    expect((await slow).status).toBe(201);
    expect(performance.now() - startedAt).toBeGreaterThan(390);
  });

  it("meets a share of the requests", async () => {
    await start({ mode: "status", percent: 25 });
    dice = 0.25;
    expect((await sandbox.deliver({ id: "dlv_1" })).status).toBe(201);
    dice = 0.2499;
    expect((await sandbox.deliver({ id: "dlv_2" })).status).toBe(500);
    dice = 0;
  });

  it("can be for questions alone, and for one mailbox alone", async () => {
    await start({ mode: "status", path: "/entries", box: "two" });
    expect((await sandbox.deliver({ id: "dlv_1" }, "/hook/two")).status).toBe(201);
    expect((await fetch(`${sandbox.url}/entries/two/dlv_1`)).status).toBe(500);
    expect((await fetch(`${sandbox.url}/entries/dlv_1`)).status).toBe(404);
    await fetch(`${sandbox.url}/api/faults?box=two`, { method: "DELETE" });
    expect((await fetch(`${sandbox.url}/entries/two/dlv_1`)).status).toBe(200);
  });

  it("is refused when it is misspelt, by name", async () => {
    await start({ mode: "status" });
    const put = (body: string) => fetch(`${sandbox.url}/api/faults`, { method: "PUT", body });
    const response = await put('{"mode":"status","retryafter":3}');
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("retryafter");
    expect((await put('{"mode":"explode"}')).status).toBe(400);
    expect((await put("{")).status).toBe(400);
    expect(await sandbox.put("/api/faults", [])).toBe(200);
    expect(await sandbox.read("/api/faults")).toEqual({ faults: [] });
  });
});
