import type { DeliveryOutcome } from "@touchline/domain/delivery";
import { defaultRetryPolicy } from "@touchline/domain/retry";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";

const fresh = { attempts: 0, spentMs: 0, durationMs: 10 };
const until = new Date("2026-10-01T12:05:00Z");
const outcome = (kind: DeliveryOutcome["kind"]): DeliveryOutcome => {
  if (kind === "delivered") return { kind, exchanges: [] };
  if (kind === "rate_limited" || kind === "quota_exhausted") return { kind, until, reason: "later", exchanges: [] };
  return { kind, reason: "no", exchanges: [] };
};

describe("decide", () => {
  it.each(["delivered", "permanent", "mapping"] as const)("settles what is %s", (kind) => {
    expect(decide(outcome(kind), defaultRetryPolicy, fresh, 0.5)).toEqual({ kind: "settle", state: kind });
  });

  it.each(["rate_limited", "quota_exhausted"] as const)("rests until the time that a %s destination names", (kind) => {
    expect(decide(outcome(kind), defaultRetryPolicy, { ...fresh, spentMs: 1e12 }, 0.5)).toEqual({
      kind: "rest",
      until,
    });
  });

  it("pauses for credentials however long it has taken", () => {
    expect(decide(outcome("auth"), defaultRetryPolicy, { ...fresh, spentMs: 1e12 }, 0.5)).toEqual({ kind: "pause" });
  });

  it("retries with exponential backoff and full jitter, from 1 s to 1 h", () => {
    const delays = (random: number) =>
      Array.from({ length: 14 }, (_, attempts) => {
        const decision = decide(outcome("retryable"), defaultRetryPolicy, { ...fresh, attempts }, random);
        return decision.kind === "retry" ? decision.delayMs : decision.kind;
      });
    const highest = delays(0.999_999).map((ms) => Math.round(Number(ms) / 1000));
    expect(highest).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600]);
    expect(delays(0).every((ms) => ms === 500)).toBe(true);
  });

  it("names whole milliseconds, whatever the clock of the attempt said", () => {
    const history = { attempts: 30, spentMs: defaultRetryPolicy.giveUpAfterMs - 5_000, durationMs: 12.345 };
    expect(decide(outcome("retryable"), defaultRetryPolicy, history, 0.9)).toEqual({ kind: "retry", delayMs: 4_988 });
  });

  it("tries once more at the end of the time and then lets it be dead", () => {
    const day = defaultRetryPolicy.giveUpAfterMs;
    const nearTheEnd = decide(
      outcome("retryable"),
      defaultRetryPolicy,
      { attempts: 30, spentMs: day - 60_000, durationMs: 0 },
      0.9,
    );
    expect(nearTheEnd).toEqual({ kind: "retry", delayMs: 60_000 });
    expect(decide(outcome("unknown"), defaultRetryPolicy, { attempts: 31, spentMs: day, durationMs: 0 }, 0.9)).toEqual({
      kind: "settle",
      state: "dead",
    });
  });
});
