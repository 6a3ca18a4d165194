import { EventEmitter } from "node:events";
import { createLogger } from "@touchline/observability/logger";
import { expect, test } from "vitest";
import { consumeLane } from "./lane-consumer.ts";
import type { LaneStore, LaneWorker, OpenedWorker, QueueDepth } from "./lane-store.ts";

const log = createLogger({ service: "test", level: "silent" });
const depth: QueueDepth = { waiting: 3, active: 0, delayed: 0, failed: 0, oldestWaitingAt: 0, paused: false };

/** A store whose workers say that they run and never take anything. */
function deafStore() {
  const closed: number[] = [];
  let opened = 0;
  const openWorker = (): OpenedWorker => {
    const index = opened++;
    const worker = Object.assign(new EventEmitter(), {
      run: () => new Promise<void>(() => {}),
      isRunning: () => true,
      pause: async () => {},
      resume: async () => {},
    });
    return { worker: worker as unknown as LaneWorker, close: async () => void closed.push(index) };
  };
  const store: Pick<LaneStore, "lane" | "openWorker"> = { lane: "redis", openWorker };
  return { store: store as LaneStore, closed, opened: () => opened };
}

function consumeDeaf(stuckAfterMs: number) {
  const deaf = deafStore();
  let replaced = 0;
  const settings = { concurrency: 1, idleMs: 1, lockMs: 1 };
  const onReplaced = (): void => void (replaced += 1);
  const consumer = consumeLane({
    store: deaf.store,
    queueName: "{intake}",
    process: async () => {},
    settings,
    stuckAfterMs,
    onReplaced,
    log,
  });
  return { ...deaf, consumer, replaced: () => replaced };
}

test("a worker that says it runs but takes nothing is replaced, and the check says so", () => {
  const { consumer, closed, opened, replaced } = consumeDeaf(0);
  expect(consumer.state()).toBeUndefined();
  consumer.look(depth);
  expect([opened(), closed, replaced()]).toEqual([2, [0], 1]);
  expect(consumer.state()).toEqual({ ok: false, reason: "jobs wait and none is taken" });
  consumer.look({ ...depth, waiting: 0 });
  expect(consumer.state()).toEqual({ ok: true });
});

test.each([
  ["the lane cannot be reached", undefined],
  ["somebody paused the queue", { ...depth, paused: true }],
  ["nothing waits", { ...depth, waiting: 0 }],
])("a worker is left alone while %s", (_why, seen) => {
  const { consumer, opened } = consumeDeaf(0);
  consumer.look(seen);
  expect(opened()).toBe(1);
});

test("a paused worker is left alone and not called well", async () => {
  const { consumer, opened } = consumeDeaf(0);
  await consumer.pause();
  consumer.look(depth);
  expect(opened()).toBe(1);
  expect(consumer.state()).toEqual({ ok: false, reason: "paused" });
});
