import { expect, test } from "vitest";
import { UnreadableJobError, backoff } from "./job-options.ts";

test("retries back off from half a second to half a minute and never further", async () => {
  for (const [attempts, ceiling] of [
    [1, 500],
    [2, 1_000],
    [5, 8_000],
    [7, 30_000],
    [1_000_000, 30_000],
  ] as const) {
    for (let i = 0; i < 50; i++) {
      const ms = await backoff(attempts, "touchline", new Error("x"));
      expect(ms).toBeGreaterThanOrEqual(ceiling / 2);
      expect(ms).toBeLessThanOrEqual(ceiling);
    }
  }
});

test("a job that this version cannot read comes again seldom", async () => {
  expect(await backoff(1, "touchline", new UnreadableJobError("x"))).toBeGreaterThanOrEqual(30_000);
});
