import { describe, expect, it } from "vitest";
import { defaultRetryPolicy, nextRetry } from "./retry.ts";

const minutes = (n: number): number => n * 60_000;

describe("nextRetry", () => {
  it("never waits longer than the slowest step nor past the end", () => {
    expect(nextRetry(defaultRetryPolicy, 40, 0, 0.999_999)).toEqual({ kind: "again", delayMs: 3_599_996 });
    expect(nextRetry(defaultRetryPolicy, 40, minutes(24 * 60) - 5_000, 0.9)).toEqual({ kind: "again", delayMs: 5_000 });
  });

  it("gives up when the time is spent, not before", () => {
    const policy = { firstMs: 1_000, maxMs: 60_000, giveUpAfterMs: minutes(5) };
    expect(nextRetry(policy, 3, minutes(5) - 1, 0.1).kind).toBe("again");
    expect(nextRetry(policy, 3, minutes(5), 0.1)).toEqual({ kind: "give_up" });
  });

  it("spreads what failed together over the whole step", () => {
    const delays = Array.from({ length: 100 }, (_, n) => nextRetry(defaultRetryPolicy, 8, 0, n / 100));
    expect(new Set(delays.map((retry) => JSON.stringify(retry))).size).toBeGreaterThan(95);
  });
});
