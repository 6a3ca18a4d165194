import { redisCommand } from "@touchline/testing/redis-command";
import { type PrivateRedis, startRedis } from "@touchline/testing/redis";
import { type PrivatePostgres, startPostgres } from "@touchline/testing/postgres";
import { testDatabase } from "@touchline/testing/suite";
import { waitFor } from "@touchline/testing/wait";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { migrateQueueTables } from "../src/migrate.ts";
import { type Urls, consumerFor, deadlines, eventOf, lanesFor, logged, producerFor } from "./harness.ts";

let redis: PrivateRedis;
let postgres: PrivatePostgres;
let urls: Urls & { redisUrl: string };

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
beforeEach(async () => {
  logged.length = 0;
  await redisCommand(redis.url, "FLUSHALL");
  urls = { databaseUrl: await testDatabase(), redisUrl: redis.url };
});

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, ms: performance.now() - begun };
}

function kill(signal: NodeJS.Signals): void {
  process.kill(redis.pid(), signal);
}

test.each<[string, () => unknown, () => unknown]>([
  ["is stopped", () => redis.stop(), () => redis.start()],
  ["hangs", () => kill("SIGSTOP"), () => kill("SIGCONT")],
  [
    "is out of memory",
    () => redisCommand(redis.url, "CONFIG SET maxmemory 1mb"),
    () => redisCommand(redis.url, "CONFIG SET maxmemory 0"),
  ],
  [
    "is read only",
    () => redisCommand(redis.url, "REPLICAOF 127.0.0.1 1"),
    () => redisCommand(redis.url, "REPLICAOF NO ONE"),
  ],
])(
  "when Redis %s, events go to Postgres, at once after the first miss, and back when it is well",
  async (_state, ail, heal) => {
    const producer = producerFor(urls);
    expect(await producer.enqueue(eventOf())).toEqual({ ok: true, lane: "redis" });
    await ail();
    try {
      const first = await timed(() => producer.enqueue(eventOf()));
      expect(first.result).toEqual({ ok: true, lane: "postgres" });
      expect(first.ms).toBeLessThan(deadlines.redisMs + 500);
      const next = await timed(() => producer.enqueue(eventOf()));
      expect(next.result).toEqual({ ok: true, lane: "postgres" });
      expect(next.ms).toBeLessThan(200);
      expect(await producer.ready()).toEqual({ ok: true });
      expect(await producer.metricsText()).toMatch(/touchline_lane_breaker_open\{[^}]*lane="redis"[^}]*\} 1/u);
    } finally {
      await heal();
    }
    await waitFor(
      async () => {
        const outcome = await producer.enqueue(eventOf());
        return outcome.ok && outcome.lane === "redis";
      },
      { everyMs: 100 },
    );
    const breakerLines = logged.filter(({ lane, msg }) => lane === "redis" && /lane/u.test(String(msg)));
    expect(breakerLines.map(({ level }) => level)).toEqual(["warn", "info"]);
  },
);

test("a Redis that is nearly full is left the room that its workers need to empty it", async () => {
  const producer = producerFor(urls);
  expect(await producer.enqueue(eventOf())).toEqual({ ok: true, lane: "redis" });
  await redisCommand(redis.url, "SETRANGE ballast 20000000 x");
  const used = Number(/used_memory:(\d+)/u.exec(await redisCommand(redis.url, "INFO memory"))?.[1]);
  await redisCommand(redis.url, `CONFIG SET maxmemory ${Math.round(used / 0.95)}`);
  try {
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await producer.ready()).toEqual({ ok: true });
    expect(await producer.enqueue(eventOf())).toEqual({ ok: true, lane: "postgres" });
    expect(logged).toContainEqual(expect.objectContaining({ reason: expect.stringContaining("of its maxmemory") }));
  } finally {
    await redisCommand(redis.url, "CONFIG SET maxmemory 0");
  }
});

test("when no lane confirms, the caller is told within the deadlines, fast after that, and served again when one returns", async () => {
  const producer = producerFor({ databaseUrl: "postgres://postgres@127.0.0.1:1/none", redisUrl: redis.url });
  expect(await producer.enqueue(eventOf())).toEqual({ ok: true, lane: "redis" });
  process.kill(redis.pid(), "SIGSTOP");
  const first = await timed(() => producer.enqueue(eventOf()));
  expect(first.result).toEqual({
    ok: false,
    reason: expect.stringMatching(/redis: no confirmation within.*postgres: .*ECONNREFUSED/u),
  });
  expect(first.ms).toBeLessThan(deadlines.redisMs + 500);
  expect((await timed(() => producer.enqueue(eventOf()))).ms).toBeLessThan(50);
  expect(await producer.ready()).toMatchObject({ ok: false });
  process.kill(redis.pid(), "SIGCONT");
  await waitFor(async () => (await producer.enqueue(eventOf())).ok, { everyMs: 100 });
  expect(await producer.ready()).toEqual({ ok: true });
});

test("a producer that starts without Redis uses Postgres and finds Redis later", async () => {
  await redis.stop();
  const producer = producerFor(urls);
  expect(await producer.enqueue(eventOf())).toEqual({ ok: true, lane: "postgres" });
  await redis.start();
  await waitFor(
    async () => {
      const outcome = await producer.enqueue(eventOf());
      return outcome.ok && outcome.lane === "redis";
    },
    { everyMs: 100 },
  );
});

test("a consumer goes on with Postgres while Redis is away longer than its idle wait, and takes Redis's jobs after", async () => {
  const producer = producerFor(urls);
  const consumer = consumerFor(urls, { watch: { lookEveryMs: 500, stuckAfterMs: 3_000 } });
  await producer.enqueue(eventOf({ eventId: "before" }));
  await waitFor(() => consumer.seen.includes("before"));
  await redis.stop();
  await producer.enqueue(eventOf({ eventId: "during" }));
  await waitFor(() => consumer.seen.includes("during"), { timeoutMs: 3_000 });
  await new Promise((resolve) => setTimeout(resolve, 7_500));
  expect(await consumer.check()).toEqual({ ok: true });
  await redis.start();
  await waitFor(
    async () => {
      const outcome = await producer.enqueue(eventOf({ eventId: "after" }));
      return outcome.ok && outcome.lane === "redis";
    },
    { everyMs: 100 },
  );
  await waitFor(() => consumer.seen.includes("after"));
  await waitFor(async () => (await consumer.check()).ok);
});

test("what Redis had confirmed before it was killed is consumed after its return", async () => {
  const producer = producerFor(urls);
  for (let i = 0; i < 20; i++) await producer.enqueue(eventOf({ eventId: `kept_${i}` }));
  await redis.kill9();
  const consumer = consumerFor(urls);
  await redis.start();
  await waitFor(() => consumer.seen.length === 20);
});

test("a consumer that starts without Redis consumes Postgres, and Redis once it is there", async () => {
  await redis.stop();
  const producer = producerFor(urls);
  const consumer = consumerFor(urls);
  await producer.enqueue(eventOf({ eventId: "standby" }));
  await waitFor(() => consumer.seen.includes("standby"));
  await redis.start();
  await waitFor(
    async () => {
      const outcome = await producer.enqueue(eventOf({ eventId: "primary" }));
      return outcome.ok && outcome.lane === "redis";
    },
    { everyMs: 100 },
  );
  await waitFor(() => consumer.seen.includes("primary"));
});

test("closing takes no longer than its deadline while Redis hangs", async () => {
  const consumer = consumerFor(urls);
  const producer = producerFor(urls);
  const lanes = lanesFor(urls);
  await producer.enqueue(eventOf());
  await waitFor(() => consumer.seen.length === 1);
  process.kill(redis.pid(), "SIGSTOP");
  try {
    const { ms } = await timed(async () => {
      await consumer.close(1_000);
      await producer.close();
      await lanes.close();
    });
    expect(ms).toBeLessThan(4_000);
  } finally {
    process.kill(redis.pid(), "SIGCONT");
  }
});

test("an idle process costs Redis fewer than five commands a second", async () => {
  producerFor(urls);
  const consumer = consumerFor(urls, { lockMs: 15_000 });
  await waitFor(async () => (await consumer.check()).ok);
  const count = async (): Promise<number> =>
    Number(/total_commands_processed:(\d+)/u.exec(await redisCommand(redis.url, "INFO stats"))?.[1]);
  const before = await count();
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(((await count()) - before) / 6).toBeLessThan(5);
});

test("events flow again after Postgres, the only lane, was away", async () => {
  postgres = await startPostgres();
  try {
    const only = { databaseUrl: postgres.url };
    await migrateQueueTables(postgres.url);
    await postgres.stop();
    const producer = producerFor(only);
    const consumer = consumerFor(only);
    expect(await producer.enqueue(eventOf())).toMatchObject({ ok: false });
    expect(await consumer.check()).toMatchObject({ ok: false });
    await postgres.start();
    await waitFor(async () => (await producer.enqueue(eventOf({ eventId: "first" }))).ok, { everyMs: 100 });
    await waitFor(() => consumer.seen.includes("first"));
    await postgres.kill9();
    await postgres.start();
    await waitFor(async () => (await producer.enqueue(eventOf({ eventId: "second" }))).ok, { everyMs: 100 });
    await waitFor(() => consumer.seen.includes("second"), { timeoutMs: 15_000 });
  } finally {
    await postgres.close();
  }
});

afterEach(async () => {
  await redisCommand(redis.url, "PING").catch(() => redis.start());
});
