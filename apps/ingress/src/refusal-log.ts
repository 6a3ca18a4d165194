import type { Logger } from "@touchline/observability/logger";

export type RefusalLog = (refusal: { endpoint: string; reason: string; from: string }) => void;

const windowMs = 10_000;
const linesPerWindow = 10;

/** Logs why webhooks were refused; anybody may send what is refused, so what comes in a flood is counted instead. */
export function createRefusalLog(log: Logger, now: () => number = Date.now): RefusalLog {
  const windows = new Map<string, { endsAt: number; lines: number; withheld: number }>();

  return (refusal) => {
    let window = windows.get(refusal.reason);
    if (window === undefined || now() >= window.endsAt) {
      const withheld = window?.withheld ?? 0;
      if (withheld > 0) log.warn({ reason: refusal.reason, webhooks: withheld }, "more webhooks were refused");
      window = { endsAt: now() + windowMs, lines: 0, withheld: 0 };
      windows.set(refusal.reason, window);
    }
    window.lines += 1;
    if (window.lines > linesPerWindow) window.withheld += 1;
    else log.warn(refusal, "webhook refused");
  };
}
