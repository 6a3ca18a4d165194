export interface Breaker {
  /** Why it is open; undefined while it is closed. */
  reason(): string | undefined;
  /** Opens it; from then on the probe decides when it closes. */
  trip(reason: string): void;
  /** Ends the probing. */
  close(): void;
}

/** The first probe follows quickly, so that a hiccup costs the lane a moment and not a second. */
const firstProbeMs = 100;
const probeEveryMs = 1_000;

/**
 * Keeps events away from a lane that missed, while a probe finds out whether it is well again.
 * @param probe resolves when the lane is well; must settle within a deadline of its own
 */
export function createBreaker({
  probe,
  onChange,
}: {
  probe: () => Promise<void>;
  onChange: (open: boolean, reason?: string) => void;
}): Breaker {
  let reason: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function probeLater(afterMs: number): void {
    clearTimeout(timer);
    if (closed) return;
    // Jitter, so that many processes do not find a returning store all at the same moment.
    timer = setTimeout(() => void tryNow(), afterMs * (0.75 + Math.random() / 2));
  }

  async function tryNow(): Promise<void> {
    try {
      await probe();
      reason = undefined;
      onChange(false);
    } catch {
      // Said once when the breaker opened; a lane that stays away is no news.
      probeLater(probeEveryMs);
    }
  }

  return {
    reason: () => reason,
    trip(why) {
      if (reason !== undefined || closed) return;
      reason = why;
      onChange(true, why);
      probeLater(firstProbeMs);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
