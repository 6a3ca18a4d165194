import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSandbox } from "./sandbox.ts";

describe("with a data file, the sandbox", () => {
  let folder: string;
  let data: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sandbox-crm-"));
    data = join(folder, "new", "entries.ndjson");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("knows after a restart what it wrote, how often, and what was deleted", async () => {
    const before = await startSandbox({ data, dedupe: false });
    await before.deliver({ id: "dlv_gone" }, "/hook/two");
    await fetch(`${before.url}/api/entries?box=two`, { method: "DELETE" });
    for (const id of ["dlv_1", "dlv_1", "dlv_2"]) await before.deliver({ id });
    const known = await before.read("/api/entries");
    await before.close();

    const after = await startSandbox({ data });
    expect(await after.read("/api/entries")).toEqual(known);
    expect(await after.read("/api/stats")).toMatchObject({ entries: 2, copies: 3 });
    expect(await after.read("/api/stats?box=two")).toMatchObject({ entries: 0 });
    expect((await after.deliver({ id: "dlv_1" })).status).toBe(200);
    await after.close();
  });

  it("drops a line that a crash cut short, and goes on after it", async () => {
    const before = await startSandbox({ data });
    await before.deliver({ id: "dlv_1" });
    await before.close();
    appendFileSync(data, '{"box":"default","write":{"deliv');
    for (let round = 0; round < 2; round += 1) {
      const after = await startSandbox({ data });
      await after.deliver({ id: "dlv_2", text: "nach dem Ausfall" });
      expect(await after.read("/api/stats")).toMatchObject({ entries: 2, copies: 2 });
      await after.close();
    }
  });

  it("takes 5,000 deliveries at some hundred a second", async () => {
    const sandbox = await startSandbox({ data });
    const startedAt = performance.now();
    for (let sent = 0; sent < 5_000; sent += 50) {
      const batch = Array.from({ length: 50 }, (_, i) =>
        sandbox.deliver({ id: `dlv_${sent + i}`, key: `in:p-${(sent + i) % 900}` }),
      );
      for (const response of await Promise.all(batch)) expect(response.status).toBe(201);
    }
    expect(performance.now() - startedAt).toBeLessThan(25_000);
    expect(await sandbox.read("/api/stats")).toMatchObject({ entries: 5_000, copies: 5_000, contacts: 900 });
    expect((await fetch(sandbox.url)).status).toBe(200);
    await sandbox.close();
  });
});
