import { createServer } from "node:net";
import fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { type Check, type HealthServer, registerHealth, startHealthServer } from "./health.ts";
import { listen } from "./listen.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics.ts";
import { runChecks } from "./run-checks.ts";

const written: string[] = [];
const log = createLogger({ service: "test", destination: { write: (line) => void written.push(line) } });
const metrics = createMetrics("test");
const fine: Check = async () => ({ ok: true });
const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
  written.length = 0;
});

async function start(checks: Record<string, Check>): Promise<HealthServer> {
  const server = await startHealthServer({ host: "127.0.0.1", port: 0, checks, metrics, log });
  opened.push(server);
  return server;
}

test("ready is 200 when every check passes", async () => {
  const { address } = await start({ redis: fine, postgres: fine });
  const response = await fetch(`${address}/health/ready`);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual({ status: "ready" });
});

test("ready is 503 and names each failing part; live stays 200", async () => {
  const { address } = await start({
    redis: async () => ({ ok: false, reason: "read only" }),
    postgres: async () => {
      throw new Error("cannot reach postgres://touchline:s3cret@db/x");
    },
    workers: fine,
  });
  const response = await fetch(`${address}/health/ready`);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    status: "unavailable",
    failing: [
      { part: "redis", reason: "read only" },
      { part: "postgres", reason: "cannot reach postgres://touchline:***@db/x" },
    ],
  });
  expect((await fetch(`${address}/health/live`)).status).toBe(200);
});

test("a hanging check fails by its deadline while the others are judged at the same time", async () => {
  let started = 0;
  const hanging: Check = () => {
    started += 1;
    return new Promise(() => {});
  };
  const running = runChecks({ redis: hanging, postgres: hanging, workers: fine }, 50);
  expect(started).toBe(2);
  expect(await running).toEqual([
    { part: "redis", reason: "no answer within 50 ms" },
    { part: "postgres", reason: "no answer within 50 ms" },
  ]);
});

test("/metrics is Prometheus text", async () => {
  const { address } = await start({});
  const response = await fetch(`${address}/metrics`);
  expect(response.headers.get("content-type")).toContain("text/plain");
  expect(await response.text()).toContain("touchline_process_cpu_seconds_total");
});

test("the routes fit an app with its own logger, and details are shown", async () => {
  const app = fastify({ loggerInstance: log });
  registerHealth(app, { checks: {}, metrics, details: () => ({ weakness: ["appendfsync everysec"] }) });
  const response = await app.inject("/health/ready");
  expect(response.json()).toEqual({ status: "ready", details: { weakness: ["appendfsync everysec"] } });
});

test("the listening line carries the real port", async () => {
  const app = fastify();
  opened.push(app);
  const address = await listen(app, { host: "127.0.0.1", port: 0, log });
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/u);
  expect(written.map((line) => JSON.parse(line))).toMatchObject([{ msg: "listening", address }]);
});

test("a taken port is an error that names it", async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  opened.push({ close: () => new Promise((resolve) => blocker.close(resolve)) });
  const taken = blocker.address();
  if (taken === null || typeof taken === "string") throw new Error("no port");
  await expect(
    startHealthServer({ host: "127.0.0.1", port: taken.port, checks: {}, metrics, log }),
  ).rejects.toMatchObject({ code: "EADDRINUSE", message: expect.stringContaining(`port ${taken.port} on 127.0.0.1`) });
});
