import { expect, test } from "vitest";
import { createStuckDetector } from "./stuck-detector.ts";

function detector() {
  let nowMs = 0;
  const detect = createStuckDetector(15_000, () => nowMs);
  return { ...detect, pass: (ms: number) => (nowMs += ms) };
}

test("jobs that wait while none is taken make a worker stuck, until one is taken", () => {
  const worker = detector();
  expect(worker.look(true)).toBe(false);
  worker.pass(15_000);
  expect(worker.look(true)).toBe(true);
  expect(worker.isStuck()).toBe(true);
  worker.pass(10_000);
  expect(worker.look(true)).toBe(false);
  expect(worker.isStuck()).toBe(true);
  worker.taking();
  expect(worker.isStuck()).toBe(false);
});

test("a worker that is busy, however long, is not stuck", () => {
  const worker = detector();
  worker.look(true);
  const done = worker.taking();
  worker.pass(60_000);
  expect(worker.look(true)).toBe(false);
  done();
  worker.pass(10_000);
  expect(worker.look(true)).toBe(false);
});

test("time without waiting jobs does not count", () => {
  const worker = detector();
  worker.look(false);
  worker.pass(60_000);
  expect(worker.look(true)).toBe(false);
  worker.pass(10_000);
  worker.look(false);
  worker.pass(10_000);
  expect(worker.look(true)).toBe(false);
});
