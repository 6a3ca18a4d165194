import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "./sandbox.ts";

describe("the page", () => {
  let sandbox: Sandbox;
  const get = (path: string, headers = {}) => fetch(`${sandbox.url}${path}`, { headers });
  beforeEach(async () => void (sandbox = await startSandbox({ dedupe: false })));
  afterEach(() => sandbox.close());

  it("shows what arrived, escaped", async () => {
    const hostile = `<script>alert("1")</script>'&`;
    await sandbox.deliver({ id: "dlv_1", text: hostile, key: `in:"><img src=x>` });
    await sandbox.deliver({ id: "dlv_1" });
    await sandbox.deliver({ id: "dlv_2", key: null, type: "<i>odd</i>" });
    for (const path of ["/", `/?contact=${encodeURIComponent(`in:"><img src=x>`)}`]) {
      const page = await (await get(path)).text();
      expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;");
      expect(page).toContain("written 2 times");
      expect(page).not.toMatch(/<script>|<img|<i>|Spring <b>/u);
    }
  });

  it("shows the faults in force", async () => {
    await sandbox.put("/api/faults", { mode: "status", status: 429, retryAfter: 30, times: 3, match: "<dlv>" });
    const page = await (await get("/")).text();
    for (const words of ["answers 429", "Retry-After: 30", "3 more", "only “&lt;dlv&gt;”", "deduplication is off"]) {
      expect(page).toContain(words);
    }
  });

  it("allows no inline style or script, and has none", async () => {
    await sandbox.deliver({ id: "dlv_1" });
    const response = await get("/");
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(await response.text()).not.toMatch(/<style|style=|<script(?! src=)|\son\w+=/u);
    for (const [path, type] of [
      ["/style.css", "text/css"],
      ["/panels.css", "text/css"],
      ["/contacts.css", "text/css"],
      ["/refresh.js", "text/javascript"],
      ["/icon.svg", "image/svg+xml"],
    ] as const) {
      expect((await get(path)).headers.get("content-type")).toContain(type);
    }
  });

  it("is not sent again while nothing has changed", async () => {
    const etag = (await get("/")).headers.get("etag") ?? "";
    expect((await get("/", { "if-none-match": etag })).status).toBe(304);
    await sandbox.deliver({ id: "dlv_1" });
    expect((await get("/", { "if-none-match": etag })).status).toBe(200);
  });
});
