/** One delivery as the CRM wrote it down. Times are ISO 8601 UTC. */
export interface Entry {
  deliveryId: string;
  activityId: string | null;
  type: string;
  eventId: string | null;
  /** Null for activities that are about no person. */
  personKey: string | null;
  linkedinUrl: string | null;
  campaign: string | null;
  text: string | null;
  status: string | null;
  occurredAt: string;
  receivedAt: string;
  /** How often it was written: more than once only with deduplication off. */
  copies: number;
}

/**
 * Reads a payload `{ type, timestamp, data }` of Standard Webhooks. Only the envelope must fit; of `data` it takes what
 * it knows. Undefined when it is no such payload.
 */
export function readEntry(body: Uint8Array, deliveryId: string, receivedAt: Date): Entry | undefined {
  const payload = parseJson(body);
  const type = text(payload, "type");
  const timestamp = text(payload, "timestamp");
  const data = field(payload, "data");
  if (type === null || timestamp === null || Number.isNaN(Date.parse(timestamp)) || !isRecord(data)) return undefined;
  const campaign = field(data, "campaign");
  return {
    deliveryId,
    activityId: text(data, "activityId"),
    type,
    eventId: text(data, "eventId"),
    personKey: text(field(data, "person"), "key"),
    linkedinUrl: text(field(data, "person"), "linkedinUrl"),
    campaign: text(campaign, "name") ?? text(campaign, "id"),
    text: text(data, "text"),
    status: text(field(data, "status"), "current"),
    occurredAt: new Date(timestamp).toISOString(),
    receivedAt: receivedAt.toISOString(),
    copies: 1,
  };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function text(value: unknown, name: string): string | null {
  const found = field(value, name);
  return typeof found === "string" ? found : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
