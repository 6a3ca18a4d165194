import { randomBytes } from "node:crypto";

export interface SampleChanges {
  eventId: string;
  /** Merged into `data`, key by key. */
  data?: Readonly<Record<string, unknown>> | undefined;
  now: Date;
}

/** A sample as if it happened now: its own event id, its times moved to now, `data` changed as asked. */
export function freshBody(sample: string, { eventId, data = {}, now }: SampleChanges): string {
  const envelope = asObject(JSON.parse(sample));
  const at = now.toISOString();
  const given = asObject(envelope["data"] ?? {});
  const times = Object.fromEntries(
    Object.keys(given)
      .filter(isTimeKey)
      .map((key) => [key, at]),
  );
  return JSON.stringify({ ...envelope, eventId, timestamp: at, data: { ...given, ...times, ...data } });
}

/** An id in the form SendPilot's have: `evt_<13 digits>_<9 of base 36>`. */
export function freshEventId(now: Date): string {
  const random = BigInt(`0x${randomBytes(7).toString("hex")}`)
    .toString(36)
    .padStart(9, "0")
    .slice(-9);
  return `evt_${now.getTime()}_${random}`;
}

/** The event's own id, if the body has one. */
export function eventIdOf(body: string): string | undefined {
  const id = asObject(JSON.parse(body))["eventId"];
  return typeof id === "string" ? id : undefined;
}

/** `acceptedAt`, `completed_at` and the like: when something happened. */
function isTimeKey(key: string): boolean {
  return /(?:[a-z]At|_at)$/u.test(key);
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError("a sample must be a JSON object");
  return { ...value };
}
