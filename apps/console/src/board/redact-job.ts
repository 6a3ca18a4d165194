/** Fields of an intake event that name it without telling what somebody wrote. Everything else stays hidden. */
const shownOfEvent = [
  ...["receiptId", "source", "endpoint", "externalId", "eventType", "workspaceId", "scheme", "messageId"],
  ...["contentType", "receivedAt", "bodyDigest", "encoding"],
];
const shownOfDelivery = ["v", "deliveryId", "generation"];
const longest = 200;

/**
 * An intake job's data as the board may show it: ids and types; of each body only its size. A lone event stands by
 * itself, since the board folds what lies deeper.
 */
export function redactIntakeData(data: unknown): unknown {
  const events: unknown = isRecord(data) ? data["events"] : undefined;
  if (!Array.isArray(events)) return "[hidden]";
  return events.length === 1 ? { event: redactEvent(events[0]) } : { events: events.map(redactEvent) };
}

/** A delivery job's data: it holds ids only, and only those are shown. */
export function redactDeliveryData(data: unknown): unknown {
  return isRecord(data) ? pick(data, shownOfDelivery) : "[hidden]";
}

/** What a job returned: a number or a yes/no may be shown, any text or object is not. */
export function redactResult(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" || value == null ? value : "[hidden]";
}

function redactEvent(event: unknown): unknown {
  if (!isRecord(event)) return "[hidden]";
  return { ...pick(event, shownOfEvent), body: sizeOf(event["body"], event["encoding"]) };
}

function sizeOf(body: unknown, encoding: unknown): string {
  if (typeof body !== "string") return "[hidden]";
  return `[${Buffer.byteLength(body, encoding === "base64" ? "base64" : "utf8")} bytes]`;
}

function pick(record: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in record).map((name) => [name, plain(record[name])]));
}

function plain(value: unknown): unknown {
  if (typeof value === "string") return value.length > longest ? `${value.slice(0, longest)}…` : value;
  return typeof value === "number" || typeof value === "boolean" || value === null ? value : "[hidden]";
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
