import { z } from "zod";

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `5m`, `2h`, `90d`, `1500ms`, `1.5s` as milliseconds; undefined when it is not a duration. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/u.exec(text.trim()) ?? [];
  const factor = unit === undefined ? undefined : unitMs[unit];
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor);
}

/** Writes milliseconds the way `parseDuration` reads them, in the largest unit that fits. */
export function formatDuration(ms: number): string {
  const units = Object.entries(unitMs).reverse();
  const [unit, factor] = units.find(([, size]) => ms >= size && ms % size === 0) ?? ["ms", 1];
  return `${ms / factor}${unit}`;
}

/** What `checkDuration` answers: milliseconds, or what is allowed instead. */
export type DurationOutcome = { ok: true; ms: number } | { ok: false; message: string };

export function checkDuration(value: unknown, range: { minMs: number; maxMs: number }): DurationOutcome {
  const ms = typeof value === "string" ? parseDuration(value) : undefined;
  const from = formatDuration(range.minMs);
  const to = formatDuration(range.maxMs);
  if (ms === undefined) {
    return {
      ok: false,
      message: `must be a duration with a unit (ms, s, m, h, d) such as 1500ms or 5m; allowed: ${from} to ${to}`,
    };
  }
  if (ms < range.minMs || ms > range.maxMs) return { ok: false, message: `is out of range; allowed: ${from} to ${to}` };
  return { ok: true, ms };
}

/** A duration in the file; milliseconds when parsed. */
export function durationKey(range: { minMs: number; maxMs: number }) {
  return z.unknown().transform((value, context) => {
    const outcome = checkDuration(value, range);
    if (outcome.ok) return outcome.ms;
    context.addIssue({ code: "custom", message: outcome.message });
    return z.NEVER;
  });
}
