import { startRedis } from "@touchline/testing/redis";
import { redisCommand } from "@touchline/testing/redis-command";
import { testDatabase } from "@touchline/testing/suite";
import { withClient } from "@touchline/testing/with-client";
import { waitFor } from "@touchline/testing/wait";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { bodyBytes, intakeQueueName } from "../src/catalog.ts";
import { queueDepths } from "../src/depths.ts";
import { intakeJobOptions } from "../src/job-options.ts";
import { type Urls, consumerFor, eventOf, freshUrls, lanesFor, logged, producerFor } from "./harness.ts";

describe.each(["redis", "postgres"] as const)("the %s lane", (lane) => {
  let urls: Urls;

  beforeEach(async () => {
    const { databaseUrl, redisUrl } = await freshUrls();
    urls = lane === "redis" ? { databaseUrl, redisUrl } : { databaseUrl };
    logged.length = 0;
  });

  async function depth() {
    const [first] = await queueDepths(lanesFor(urls, "consumer"), intakeQueueName);
    return first?.depth;
  }

  test("what is confirmed is in the store, and reaches the consumer byte for byte", async () => {
    const producer = producerFor(urls);
    const odd = [Buffer.from([0, 1, 255, 254]), Buffer.from('{"a":"\0"}'), Buffer.from('{"a":"\\u0000\\ud800"}')];
    const events = [
      ...odd.map((body, i) => eventOf({ eventId: `odd_${i}`, body })),
      ...Array.from({ length: 47 }, () => eventOf()),
    ];
    const outcomes = await Promise.all(events.map((event) => producer.enqueue(event)));
    expect(outcomes).toEqual(events.map(() => ({ ok: true, lane })));
    expect(await depth()).toMatchObject({ waiting: 1, active: 0, failed: 0, oldestWaitingAt: expect.any(Number) });
    const consumer = consumerFor(urls);
    await waitFor(() => consumer.seen.length === 50);
    const arrived = consumer.jobs.flat().filter(({ externalId }) => externalId.startsWith("odd_"));
    expect(arrived.map(bodyBytes)).toEqual(odd);
    await waitFor(async () => (await depth())?.active === 0);
    expect(await depth()).toEqual({
      waiting: 0,
      active: 0,
      delayed: 0,
      failed: 0,
      paused: false,
      oldestWaitingAt: undefined,
    });
    expect(await consumer.check()).toEqual({ ok: true });
  });

  test("an event alone is a job named by its type, and an early repeat of it is no second job", async () => {
    const producer = producerFor(urls);
    const body = '{"eventId":"evt_same"}';
    expect(await producer.enqueue(eventOf({ eventId: "evt_same", body }))).toEqual({ ok: true, lane });
    expect(await producer.enqueue(eventOf({ eventId: "evt_same", body }))).toEqual({ ok: true, lane });
    expect(await producer.enqueue(eventOf({ eventId: "evt_same", body: `${body} ` }))).toEqual({ ok: true, lane });
    const [store] = lanesFor(urls, "board").stores;
    const jobs = (await store?.queue(intakeQueueName).getWaiting()) ?? [];
    expect(jobs.map(({ name }) => name)).toEqual(["reply.received", "reply.received"]);
    expect(jobs.every(({ id }) => /^event-[0-9a-f]{64}$/u.test(id ?? ""))).toBe(true);
  });

  test("a job whose handling fails comes again until it succeeds, and no other waits for it", async () => {
    const producer = producerFor(urls);
    let failures = 0;
    const done: string[] = [];
    consumerFor(urls, {
      handle: async (events) => {
        if (events[0]?.externalId === "bad" && failures++ < 2) throw new Error("no\0t now");
        done.push(...events.map(({ externalId }) => externalId));
      },
    });
    await producer.enqueue(eventOf({ eventId: "bad" }));
    await producer.enqueue(eventOf({ eventId: "good" }));
    await waitFor(() => done.length === 2);
    expect(done).toEqual(["good", "bad"]);
  });

  test("a job that this version cannot read is kept and said, not lost", async () => {
    const { stores } = lanesFor(urls);
    const [store] = stores;
    await store?.add(intakeQueueName, [{ name: "events", id: "future", data: { v: 2 }, options: intakeJobOptions }]);
    consumerFor(urls);
    await waitFor(async () => (await depth())?.delayed === 1);
    expect(logged.filter(({ level }) => level === "error")).toMatchObject([
      { jobId: "future", problems: expect.stringContaining("v") },
    ]);
  });

  test("a job of acknowledged events that ended in failed is put back", async () => {
    const { stores } = lanesFor(urls);
    const [store] = stores;
    const data = { v: 1, events: [eventOf({ eventId: "again" })] };
    // One attempt only, as an older version or a stray hand might have added it.
    await store?.add(intakeQueueName, [{ name: "x", id: "tired", data, options: { attempts: 1 } }]);
    let first = true;
    const seen: string[] = [];
    consumerFor(urls, {
      watch: { lookEveryMs: 200, stuckAfterMs: 5_000 },
      handle: async (events) => {
        if (!first) return void seen.push(...events.map(({ externalId }) => externalId));
        first = false;
        throw new Error("crash");
      },
    });
    await waitFor(() => seen.includes("again"));
    await waitFor(async () => (await depth())?.failed === 0);
  });

  test("a paused consumer takes nothing, says so, and goes on where it was", async () => {
    const producer = producerFor(urls);
    const consumer = consumerFor(urls, { watch: { lookEveryMs: 100, stuckAfterMs: 300 } });
    await waitFor(async () => (await consumer.check()).ok);
    await consumer.pause();
    // A fetch that was under way when the pause came may still bring one job.
    await producer.enqueue(eventOf({ eventId: "first" }));
    await producer.enqueue(eventOf({ eventId: "second" }));
    await producer.enqueue(eventOf({ eventId: "third" }));
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(consumer.seen.length).toBeLessThanOrEqual(1);
    expect(await consumer.check()).toEqual({ ok: false, reason: expect.stringContaining("paused") });
    consumer.resume();
    await waitFor(() => consumer.seen.length === 3);
    await waitFor(async () => (await consumer.check()).ok);
  });

  test("closing finishes what is being handled", async () => {
    const producer = producerFor(urls);
    const started = Promise.withResolvers<void>();
    let finished = false;
    const consumer = consumerFor(urls, {
      handle: async () => {
        started.resolve();
        await new Promise((resolve) => setTimeout(resolve, 400));
        finished = true;
      },
    });
    await producer.enqueue(eventOf());
    await started.promise;
    await consumer.close(5_000);
    expect(finished).toBe(true);
    expect(await depth()).toMatchObject({ waiting: 0, active: 0 });
  });

  test("jobs of a worker that vanished are retaken, however often it happens", async () => {
    const producer = producerFor(urls);
    await producer.enqueue(eventOf({ eventId: "survivor" }));
    for (let times = 0; times < 3; times++) {
      const [store] = lanesFor(urls, "consumer").stores;
      const taken = Promise.withResolvers<void>();
      const settings = { concurrency: 1, idleMs: 1_000, lockMs: 400 };
      const hanging = store?.openWorker(
        intakeQueueName,
        async () => (taken.resolve(), new Promise(() => {})),
        settings,
      );
      hanging?.worker.on("error", () => {});
      void hanging?.worker.run();
      await taken.promise;
      await hanging?.close(0);
    }
    const consumer = consumerFor(urls, { lockMs: 400 });
    await waitFor(() => consumer.seen.includes("survivor"));
    expect((await depth())?.failed).toBe(0);
  });

  test("a lock lost after the commit makes a repeat, and no noise", async () => {
    const producer = producerFor(urls);
    const [store] = lanesFor(urls).stores;
    let times = 0;
    consumerFor(urls, {
      lockMs: 400,
      handle: async () => {
        times += 1;
        if (times === 1) await stealLock();
      },
    });
    async function stealLock(): Promise<void> {
      const [job] = (await store?.queue(intakeQueueName).getActive()) ?? [];
      if (lane === "redis")
        await redisCommand(urls.redisUrl ?? "", selectDb(urls), `DEL touchline:{intake}:${job?.id}:lock`);
      else await withClient(urls.databaseUrl, (client) => client.query("UPDATE bullmq.job SET lock_token = 'thief'"));
    }
    await producer.enqueue(eventOf());
    await waitFor(() => times === 2);
    await waitFor(async () => (await depth())?.active === 0);
    const noise = logged.filter(({ level, weaknesses }) => ["warn", "error"].includes(String(level)) && !weaknesses);
    expect(noise).toEqual([]);
  });

  test("readiness is a confirmed write", async () => {
    expect(await producerFor(urls).ready()).toEqual({ ok: true });
  });
});

test("a large body does not sit in Redis", async () => {
  const urls = await freshUrls();
  const producer = producerFor(urls);
  expect(await producer.enqueue(eventOf({ body: `"${"x".repeat(300 * 1024)}"` }))).toEqual({
    ok: true,
    lane: "postgres",
  });
  expect(await producer.enqueue(eventOf())).toEqual({ ok: true, lane: "redis" });
});

test("many events share few jobs, each within bounds", async () => {
  const urls = await freshUrls();
  const producer = producerFor(urls);
  const body = `"${"x".repeat(20_000)}"`;
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => producer.enqueue(eventOf(i < 100 ? { body } : {}))));
  const [store] = lanesFor(urls, "board").stores;
  const jobs = (await store?.queue(intakeQueueName).getWaiting(0, 100)) ?? [];
  expect(jobs.length).toBeLessThan(20);
  for (const { name, data } of jobs) {
    const { events } = data as { events: { body: string }[] };
    expect(name).toBe("events");
    expect(events.length).toBeLessThanOrEqual(200);
    expect(events.reduce((sum, event) => sum + event.body.length, 0)).toBeLessThanOrEqual(1024 * 1024);
  }
});

test("a Redis that confirms what it could lose is named", async () => {
  const weak = await startRedis({ settings: { appendonly: "no", "maxmemory-policy": "allkeys-lru" } });
  onTestFinished(() => weak.close());
  const producer = producerFor({ databaseUrl: await testDatabase(), redisUrl: weak.url });
  await waitFor(() => producer.weakness().length >= 2);
  expect(producer.weakness().join()).toMatch(/appendonly no.*maxmemory-policy allkeys-lru/u);
});

function selectDb({ redisUrl = "" }: Urls): string {
  return `SELECT ${new URL(redisUrl).pathname.slice(1)}`;
}
