import { createMetrics } from "@touchline/observability/metrics";
import { waitFor } from "@touchline/testing/wait";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openBoardQueues } from "../src/board.ts";
import { deliveryQueueName } from "../src/catalog.ts";
import { consumeDeliveries } from "../src/delivery-consumer.ts";
import { createDeliveryProducer } from "../src/delivery-producer.ts";
import { type Urls, deadlines, freshUrls, lanesFor, log, logged } from "./harness.ts";

describe.each(["redis", "postgres"] as const)("the %s lane", (lane) => {
  let urls: Urls;

  beforeEach(async () => {
    const { databaseUrl, redisUrl } = await freshUrls();
    urls = lane === "redis" ? { databaseUrl, redisUrl } : { databaseUrl };
    logged.length = 0;
  });

  function producer() {
    const made = createDeliveryProducer({ lanes: lanesFor(urls), deadlines, log, metrics: createMetrics("test") });
    onTestFinished(() => made.close());
    return made;
  }

  function consumer(destination: string, options: Partial<Parameters<typeof consumeDeliveries>[0]> = {}) {
    const seen: string[] = [];
    const handle = async (job: { deliveryId: string; generation: number }): Promise<void> => {
      seen.push(`${job.deliveryId}/${job.generation}`);
    };
    const lanes = lanesFor(urls, "consumer");
    const made = consumeDeliveries({
      lanes,
      destination,
      concurrency: 5,
      handle,
      log,
      metrics: createMetrics("test"),
      ...options,
    });
    onTestFinished(() => made.close(2_000));
    return { ...made, seen };
  }

  test("each destination gets its own jobs, once per generation", async () => {
    const jobs = [
      { destination: "crm", deliveryId: "dlv_1", generation: 1 },
      { destination: "crm", deliveryId: "dlv_1", generation: 1 },
      { destination: "crm", deliveryId: "dlv_1", generation: 2 },
      { destination: "chat", deliveryId: "dlv_2", generation: 1 },
    ];
    const { enqueued, failed } = await producer().enqueue(jobs);
    expect(enqueued).toHaveLength(4);
    expect(failed).toEqual([]);
    const crm = consumer("crm");
    const chat = consumer("chat");
    await waitFor(() => crm.seen.length === 2 && chat.seen.length === 1);
    expect(crm.seen.toSorted()).toEqual(["dlv_1/1", "dlv_1/2"]);
    expect(chat.seen).toEqual(["dlv_2/1"]);
  });

  test("a delayed job comes when it is due and not before", async () => {
    const crm = consumer("crm");
    await waitFor(async () => (await crm.check()).ok);
    const begun = Date.now();
    await producer().enqueue([{ destination: "crm", deliveryId: "dlv_late", generation: 1, delayMs: 1_200 }]);
    await waitFor(() => crm.seen.length === 1);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(1_200);
    expect(Date.now() - begun).toBeLessThan(2_200);
  });

  test("no more run at a time than the destination may take, and an exception only delays its own job", async () => {
    let running = 0;
    let most = 0;
    let failedOnce = false;
    const done: string[] = [];
    consumer("crm", {
      concurrency: 2,
      handle: async ({ deliveryId }) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
        if (deliveryId === "dlv_0" && !failedOnce) {
          failedOnce = true;
          throw new Error("database away");
        }
        done.push(deliveryId);
      },
    });
    await producer().enqueue(
      Array.from({ length: 10 }, (_, i) => ({ destination: "crm", deliveryId: `dlv_${i}`, generation: 1 })),
    );
    await waitFor(() => done.length === 10);
    expect(done.at(-1)).toBe("dlv_0");
    expect(most).toBe(2);
  });

  test("the board sees finished deliveries and every queue of the lane", async () => {
    const crm = consumer("crm");
    await producer().enqueue([{ destination: "crm", deliveryId: "dlv_1", generation: 1 }]);
    await waitFor(() => crm.seen.length === 1);
    const queues = openBoardQueues({ lanes: lanesFor(urls, "board"), destinations: ["crm", "chat"] }).filter(
      (one) => one.lane === lane,
    );
    expect(queues.map(({ name, kind }) => [name, kind])).toEqual([
      ["{intake}", "intake"],
      ["{delivery.crm}", "delivery"],
      ["{delivery.chat}", "delivery"],
    ]);
    await waitFor(async () => (await queues[1]?.queue.getCompletedCount()) === 1);
    const [job] = (await queues[1]?.queue.getCompleted()) ?? [];
    expect(job).toMatchObject({ id: "dlv_1-g1", name: "crm", data: { v: 1, deliveryId: "dlv_1", generation: 1 } });
  });
});

test("jobs that no lane takes are given back", async () => {
  const lanes = lanesFor({ databaseUrl: "postgres://postgres@127.0.0.1:1/none" });
  const producer = createDeliveryProducer({ lanes, deadlines, log, metrics: createMetrics("test") });
  onTestFinished(() => producer.close());
  const jobs = [{ destination: "crm", deliveryId: "dlv_1", generation: 1, why: "kept" }];
  expect(await producer.enqueue(jobs)).toEqual({ enqueued: [], failed: jobs });
});

test("a name that a queue cannot carry is refused", () => {
  expect(() => deliveryQueueName("a:b")).toThrow(RangeError);
});
