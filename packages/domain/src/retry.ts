/** Exponential backoff with full jitter. Durations in milliseconds. */
export interface RetryPolicy {
  firstMs: number;
  maxMs: number;
  /** Counted from the first attempt; time rate-limited, paused or behind another delivery does not count. */
  giveUpAfterMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { firstMs: 1_000, maxMs: 3_600_000, giveUpAfterMs: 24 * 3_600_000 };

export type RetryDecision = { kind: "again"; delayMs: number } | { kind: "give_up" };

/**
 * Decides what follows a failed attempt.
 * @param attempts failed attempts so far, this one included
 * @param spentMs time that counts towards giving up
 * @param random 0 ≤ random < 1
 */
export function nextRetry(policy: RetryPolicy, attempts: number, spentMs: number, random: number): RetryDecision {
  if (spentMs >= policy.giveUpAfterMs) return { kind: "give_up" };
  const ceiling = Math.min(policy.maxMs, policy.firstMs * 2 ** Math.min(attempts - 1, 40));
  // Full jitter, but never sooner than half the first step: a reset connection wants a moment to come back.
  const delayMs = Math.max(policy.firstMs / 2, Math.floor(random * ceiling));
  return { kind: "again", delayMs: Math.ceil(Math.min(delayMs, policy.giveUpAfterMs - spentMs)) };
}
