import type { DeliveryOutcome } from "@touchline/domain/delivery";
import { nextRetry, type RetryPolicy } from "@touchline/domain/retry";

/** What follows an attempt. */
export type Decision =
  /** the last word: released from its line, or held by it (`mapping`) */
  | { kind: "settle"; state: "delivered" | "dead" | "permanent" | "mapping" }
  /** again after the backoff */
  | { kind: "retry"; delayMs: number }
  /** the destination asked for a rest, which uses up no attempt */
  | { kind: "rest"; until: Date }
  /** the credentials do not work: the destination is paused and probed */
  | { kind: "pause" };

/**
 * Decides by the policy what follows an attempt. Pure.
 * @param history attempts and time that count so far, this attempt not included
 * @param random 0 ≤ random < 1
 */
export function decide(
  outcome: DeliveryOutcome,
  policy: RetryPolicy,
  history: { attempts: number; spentMs: number; durationMs: number },
  random: number,
): Decision {
  switch (outcome.kind) {
    case "delivered":
    case "permanent":
    case "mapping":
      return { kind: "settle", state: outcome.kind };
    case "rate_limited":
    case "quota_exhausted":
      return { kind: "rest", until: outcome.until };
    case "auth":
      return { kind: "pause" };
    case "retryable":
    case "unknown": {
      const retry = nextRetry(policy, history.attempts + 1, history.spentMs + history.durationMs, random);
      if (retry.kind === "give_up") return { kind: "settle", state: "dead" };
      return { kind: "retry", delayMs: retry.delayMs };
    }
    default:
      return outcome satisfies never;
  }
}
