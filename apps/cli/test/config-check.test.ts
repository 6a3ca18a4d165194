import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { touchline } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/touchline-config-`);
});
afterAll(async () => await rm(folder, { recursive: true }));

async function check(yaml: string, args: string[] = [], more: Record<string, string> = {}) {
  const path = `${folder}/touchline.yaml`;
  await writeFile(path, yaml);
  return { path, ...(await touchline(["config", "check", ...args], { TOUCHLINE_CONFIG: path, ...more })) };
}

test("a sound file is summed up, and what is not set is pointed at", async () => {
  const yaml = 'destinations:\n  crm: { type: http, url: "${CRM_URL}" }\n';
  const { code, out, path } = await check(yaml, [], { SENDPILOT_WEBHOOK_SECRET: "a,b" });
  expect(code).toBe(0);
  expect(out).toEqual([
    `✓ ${path}`,
    "✓ endpoint sendpilot/default: 2 secrets",
    "! destination crm: http; not set: CRM_URL",
  ]);
});

test("every problem is named in one run, with line and key, and the command ends 1", async () => {
  const yaml = "destinations:\n  crm:\n    typ: http\n  other: { type: http, url: ftp://x }\n";
  const { code, out, path } = await check(yaml, [], { PORT: "x" });
  expect(code).toBe(1);
  expect(out).toEqual([
    expect.stringContaining("environment PORT: must be a whole number"),
    `✗ ${path}:2 destinations.crm.type: is missing; must be text`,
    expect.stringContaining(`${path}:4 destinations.other.url: must be an http or https URL`),
    "3 problems",
  ]);
});

test("--json lists the problems with their places", async () => {
  const { code, json, path } = await check("retention: { events: 90d }", ["--json"]);
  expect(code).toBe(1);
  expect(json()).toEqual({
    ok: false,
    problems: [{ file: path, line: 1, key: "retention", message: expect.stringContaining("not supported") }],
  });
});

test("a file that is named but not there is a problem", async () => {
  const { code, out } = await touchline(["config", "check"], { TOUCHLINE_CONFIG: `${folder}/gone.yaml` });
  expect(code).toBe(1);
  expect(out[0]).toContain("TOUCHLINE_CONFIG: names the file");
});

test("the example of the documentation is sound", async () => {
  const page = await readFile(new URL("../../../docs/configuration.md", import.meta.url), "utf8");
  const [, yaml = ""] = /```yaml\n(.*?)```/su.exec(page) ?? [];
  expect(yaml).toContain("destinations:");
  const secrets = { SENDPILOT_WEBHOOK_SECRET: "a", EMEA_SECRET: "b", EMEA_SECRET_OLD: "c", CRM_WEBHOOK_SECRET: "d" };
  const { code, out } = await check(yaml, [], secrets);
  expect(out.filter((line) => !line.startsWith("✓"))).toEqual([]);
  expect(code).toBe(0);
});
