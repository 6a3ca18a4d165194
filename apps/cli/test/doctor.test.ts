import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { startRedis } from "@touchline/testing/redis";
import { testDatabase } from "@touchline/testing/suite";
import { afterAll, expect, inject, test } from "vitest";
import type { Finding } from "../src/doctor/finding.ts";
import { runDoctor } from "../src/doctor/run-doctor.ts";
import { startReceiver } from "./receiver.ts";
import { noFile, touchline } from "./run.ts";

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

async function serving(status: number, body: unknown): Promise<{ url: string; port: number }> {
  const receiver = await startReceiver(() => ({ status, body }));
  closers.push(receiver.close);
  return receiver;
}

/** Port 1 of this machine, where nothing listens. */
const nowhere = { ingress: 1 };

async function examine(env: Record<string, string>, ports: Record<string, number> = nowhere) {
  const findings = await runDoctor({ env: { ...noFile, ...env }, nodeVersion: "v24.1.0", ports });
  return (part: string): Finding | undefined => findings.find((finding) => finding.part === part);
}

test("a migrated database passes, with its version", async () => {
  const of = await examine({ DATABASE_URL: await testDatabase() });
  expect(of("postgres")).toMatchObject({ status: "ok", found: expect.stringMatching(/reachable, version \d+/u) });
  expect(of("postgres tables")).toMatchObject({ status: "ok" });
  expect(of("queue tables")).toMatchObject({ status: "ok" });
});

test("a database without tables is told to be migrated", async () => {
  const of = await examine({ DATABASE_URL: inject("postgresUrl") });
  expect(of("postgres tables")).toMatchObject({
    status: "fail",
    found: "not made yet",
    todo: "run: touchline migrate",
  });
  expect(of("queue tables")).toMatchObject({ status: "fail", todo: "run: touchline migrate" });
});

test("servers that are not there are named without their passwords", async () => {
  const findings = await runDoctor({
    env: { ...noFile, DATABASE_URL: "postgresql://u:hunter2@127.0.0.1:1/x", REDIS_URL: "redis://:hunter2@127.0.0.1:1" },
    nodeVersion: "v24.1.0",
    ports: nowhere,
  });
  const failed = findings.filter(({ status }) => status === "fail");
  expect(failed.map(({ part }) => part)).toEqual(["postgres", "redis", "endpoint sendpilot/default"]);
  expect(JSON.stringify(findings)).not.toContain("hunter2");
});

test("a Redis that may lose what it confirmed is named with the setting to change", async () => {
  const redis = await startRedis({ settings: { appendfsync: "everysec", "maxmemory-policy": "allkeys-lru" } });
  closers.push(redis.close);
  const findings = await runDoctor({
    env: { ...noFile, REDIS_URL: redis.url },
    nodeVersion: "v24.1.0",
    ports: nowhere,
  });
  expect(findings.find(({ part }) => part === "redis")).toMatchObject({
    status: "ok",
    found: expect.stringMatching(/version \d+\.\d+/u),
  });
  const weak = findings.filter(({ part }) => part === "redis durability");
  expect(weak.map(({ todo }) => todo)).toEqual(["set appendfsync always", "set noeviction"]);
});

test("a Redis that keeps what it confirms has nothing against it", async () => {
  const findings = await runDoctor({
    env: { ...noFile, REDIS_URL: inject("redisUrl") },
    nodeVersion: "v24.1.0",
    ports: nowhere,
  });
  expect(findings.filter(({ part }) => part.startsWith("redis")).map(({ status }) => status)).toEqual(["ok"]);
});

test("a process is ready, not ready, another program, or not there", async () => {
  const ready = await serving(200, { status: "ready" });
  const failing = await serving(503, {
    status: "unavailable",
    failing: [{ part: "lanes", reason: "no lane confirms" }],
  });
  const stranger = await serving(200, { hello: 1 });
  const of = await examine(
    {},
    { ingress: ready.port, console: failing.port, "activity-worker": stranger.port, "delivery-worker": 1 },
  );
  expect(of("ingress")).toMatchObject({ status: "ok" });
  expect(of("console")).toMatchObject({ status: "fail", found: expect.stringContaining("lanes (no lane confirms)") });
  expect(of("activity-worker")).toMatchObject({
    status: "warn",
    found: expect.stringContaining("something else answers"),
  });
  expect(of("delivery-worker")).toMatchObject({ status: "warn", found: "not running on 127.0.0.1:1" });
});

test("destinations are dialled and nothing is sent to them", async () => {
  const crm = await startReceiver(() => ({ status: 500, body: {} }));
  closers.push(crm.close);
  const folder = await mkdtemp(`${tmpdir()}/touchline-doctor-`);
  closers.push(async () => await rm(folder, { recursive: true }));
  const file = `${folder}/touchline.yaml`;
  const yaml = `
destinations:
  there: { type: http, url: "${crm.url}/hook" }
  gone: { type: http, url: "http://127.0.0.1:1/hook" }
  unset: { type: http, url: "\${NO_SUCH_URL}" }
`;
  await writeFile(file, yaml);
  const of = await examine({ TOUCHLINE_CONFIG: file });
  expect(of("destination there")).toMatchObject({ status: "ok" });
  expect(of("destination gone")).toMatchObject({ status: "fail", found: expect.stringContaining("ECONNREFUSED") });
  expect(of("destination unset")).toMatchObject({ status: "fail", found: "paused: not set: NO_SUCH_URL" });
  expect(crm.received).toEqual([]);
});

test("an old Node and a wrong setting are told before anything else", async () => {
  const findings = await runDoctor({ env: { ...noFile, PORT: "x" }, nodeVersion: "v20.11.0" });
  expect(findings.map(({ part, status }) => `${part} ${status}`)).toEqual(["node fail", "configuration fail"]);
});

test("the command ends 1 when anything fails, and says how much", async () => {
  const { code, out } = await touchline(["doctor"], { PORT: "x" });
  expect(code).toBe(1);
  expect(out.at(-1)).toBe("1 to put right, 0 worth a look.");
  const json = await touchline(["doctor", "--json"], { PORT: "x" });
  expect(json.json()).toMatchObject({
    ok: false,
    findings: [{ part: "node" }, { part: "configuration", status: "fail", todo: expect.any(String) }],
  });
});
