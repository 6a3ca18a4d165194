/** A rest longer than this is taken for a mistake: the destination is asked again a day later. */
export const maxRestMs = 24 * 3_600_000;
const minRestMs = 1_000;

const seconds = /^\d{1,15}(?:\.\d{1,6})?$/u;
const imfDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC)$/u;
const rfc850Date = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/u;
const asctimeDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/u;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date in any of its three forms, at least a second and at
 * most 24 hours from now. Undefined for what is neither, and for a date that has passed: its clock is not ours.
 */
export function retryAfter(header: string | null, now: Date): Date | undefined {
  const value = header?.trim() ?? "";
  const restMs = seconds.test(value) ? Number(value) * 1_000 : dateOf(value) - now.getTime();
  if (Number.isNaN(restMs) || restMs < 0) return undefined;
  return new Date(now.getTime() + Math.min(Math.max(restMs, minRestMs), maxRestMs));
}

function dateOf(value: string): number {
  if (imfDate.test(value) || rfc850Date.test(value)) return Date.parse(value);
  // Without a zone JavaScript would read local time.
  return asctimeDate.test(value) ? Date.parse(`${value} GMT`) : Number.NaN;
}
