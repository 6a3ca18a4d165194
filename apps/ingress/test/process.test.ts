import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@touchline/observability/logger";
import { createMetrics } from "@touchline/observability/metrics";
import { IntakeJob, intakeQueueName } from "@touchline/queue/catalog";
import { openLanes } from "@touchline/queue/lanes";
import { signRequest } from "@touchline/sources/sendpilot/sign";
import { startPostgres } from "@touchline/testing/postgres";
import { type RunningProcess, startProcess } from "@touchline/testing/process";
import { startRedis } from "@touchline/testing/redis";
import { testDatabase, testRedisUrl } from "@touchline/testing/suite";
import { waitFor } from "@touchline/testing/wait";
import { migrateQueueTables } from "@touchline/queue/migrate";
import { expect, onTestFinished, test } from "vitest";
import { secret, send } from "./harness.ts";

async function startIngress(databaseUrl: string, redisUrl: string): Promise<RunningProcess> {
  return await startProcess("apps/ingress", {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    SENDPILOT_WEBHOOK_SECRET: secret,
    TOUCHLINE_CONFIG: "",
  });
}

async function post(url: string, eventId: string): Promise<number> {
  const body = JSON.stringify({ eventId, eventType: "reply.received" });
  const headers = signRequest({ scheme: "svix", secret, body, messageId: `msg_${eventId}`, now: new Date() });
  return (await send(`${url}/webhooks/sendpilot`, { headers, chunks: [body] })).status;
}

/** Event ids that are in the queue, on whichever lane. */
async function storedIds(databaseUrl: string, redisUrl: string): Promise<Set<string>> {
  const log = createLogger({ service: "test", level: "silent" });
  const lanes = openLanes({ databaseUrl, redisUrl, purpose: "board", log, metrics: createMetrics("test") });
  try {
    const jobs = await Promise.all(lanes.stores.map((store) => store.queue(intakeQueueName).getWaiting(0, 10_000)));
    return new Set(jobs.flat().flatMap(({ data }) => IntakeJob.parse(data).events.map(({ externalId }) => externalId)));
  } finally {
    await lanes.close();
  }
}

test.each(["SIGTERM", "SIGKILL"] as const)(
  "%s in the middle of a stream of webhooks loses nothing that was answered 202",
  async (signal) => {
    const [databaseUrl, redisUrl] = [await testDatabase(), await testRedisUrl()];
    const ingress = await startIngress(databaseUrl, redisUrl);
    const accepted: string[] = [];
    const others: number[] = [];
    const ended = new AbortController();
    const senders = Array.from({ length: 16 }, async (_, sender) => {
      for (let i = 0; !ended.signal.aborted; i++) {
        const eventId = `${signal}_${sender}_${i}`;
        const status = await post(ingress.url, eventId).catch(() => undefined);
        if (status === 202) accepted.push(eventId);
        else if (status !== undefined) others.push(status);
        else await sleep(10);
      }
    });
    await waitFor(() => accepted.length > 300);
    const exitCode = signal === "SIGKILL" ? await ingress.kill9() : await ingress.stop();
    expect(exitCode).toBe(signal === "SIGKILL" ? undefined : 0);
    ended.abort();
    await Promise.all(senders);
    expect(others).toEqual([]);
    const stored = await storedIds(databaseUrl, redisUrl);
    expect(accepted.filter((eventId) => !stored.has(eventId))).toEqual([]);
  },
);

test("a request that is half sent when SIGTERM comes is taken to its end and answered", async () => {
  const [databaseUrl, redisUrl] = [await testDatabase(), await testRedisUrl()];
  const ingress = await startIngress(databaseUrl, redisUrl);
  const body = JSON.stringify({ eventId: "half_sent", eventType: "reply.received" });
  const headers = signRequest({ scheme: "svix", secret, body, messageId: "msg_half", now: new Date() });
  const { hostname, port } = new URL(ingress.url);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST /webhooks/sendpilot HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n${lines.join("")}\r\n`;
  socket.write(head + body.slice(0, 10));
  await sleep(200);
  const stopped = ingress.stop();
  await sleep(600);
  socket.write(body.slice(10));
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  expect(answer).toMatch(/^HTTP\/1\.1 202 /u);
  expect(await stopped).toBe(0);
  expect(await storedIds(databaseUrl, redisUrl)).toContain("half_sent");
});

test("with Redis away webhooks are stored by Postgres; with both away they are answered 503 until one is back", async () => {
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
  onTestFinished(async () => void (await Promise.all([redis.close(), postgres.close()])));
  await migrateQueueTables(postgres.url);
  const ingress = await startIngress(postgres.url, redis.url);
  onTestFinished(() => ingress.kill9());
  expect(await post(ingress.url, "one")).toBe(202);
  await redis.stop();
  expect(await post(ingress.url, "two")).toBe(202);
  expect((await fetch(`${ingress.url}/health/ready`)).status).toBe(200);
  await postgres.stop();
  expect(await post(ingress.url, "three")).toBe(503);
  expect((await fetch(`${ingress.url}/health/ready`)).status).toBe(503);
  await redis.start();
  await waitFor(async () => (await post(ingress.url, "three")) === 202, { everyMs: 100 });
  await postgres.start();
  expect([...(await storedIds(postgres.url, redis.url))].toSorted()).toEqual(["one", "three", "two"]);
  expect((await fetch(`${ingress.url}/health/ready`)).status).toBe(200);
});

test("a process that starts while both stores are away comes up, answers 503, and takes webhooks once one is there", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  await redis.stop();
  const ingress = await startIngress("postgres://postgres@127.0.0.1:1/none", redis.url);
  onTestFinished(() => ingress.kill9());
  expect(await post(ingress.url, "early")).toBe(503);
  await redis.start();
  await waitFor(async () => (await post(ingress.url, "early")) === 202, { everyMs: 100 });
});
