import { SignatureScheme } from "@touchline/domain/event";
import { z } from "zod";

/** A queue store that can take an event: Redis is the primary, Postgres the standby (or, without Redis, the only one). */
export type LaneName = "redis" | "postgres";

/** Every key of ours in Redis starts with this. */
export const redisPrefix = "touchline";
/** Where the queue's tables live in Postgres; fixed by BullMQ for a pool that it is given. */
export const postgresSchema = "bullmq";

/** The braces keep all keys of a queue on one node of a Redis cluster. */
export const intakeQueueName = "{intake}";

/** @throws RangeError for a name that a queue cannot carry; the configuration allows none such */
export function deliveryQueueName(destination: string): string {
  if (!/^[\w.-]+$/u.test(destination)) throw new RangeError(`destination name "${destination}" cannot name a queue`);
  return `{delivery.${destination}}`;
}

/** One authentic webhook on its way from the ingress to its row. Make it with `makeIntakeEvent`. */
export const IntakeEvent = z.object({
  /** `rcp_…`: follows the event through every log line. */
  receiptId: z.string(),
  source: z.string(),
  endpoint: z.string(),
  /** The provider's own id, or `sha256-<hex of the body>`. */
  externalId: z.string().min(1),
  eventType: z.string().optional(),
  workspaceId: z.string().optional(),
  scheme: SignatureScheme,
  /** The sender's id of the message (`svix-id`). */
  messageId: z.string().optional(),
  contentType: z.string().optional(),
  /** Milliseconds since 1970. */
  receivedAt: z.number().int(),
  /** SHA-256 of the body, hex. */
  bodyDigest: z.string().regex(/^[0-9a-f]{64}$/u),
  body: z.string(),
  encoding: z.enum(["utf8", "base64"]),
});
export type IntakeEvent = z.infer<typeof IntakeEvent>;

/** What one job of the intake queue carries: the events that shared a round trip to the store. */
export const IntakeJob = z.object({ v: z.literal(1), events: z.array(IntakeEvent).min(1) });
export type IntakeJob = z.infer<typeof IntakeJob>;

/** What one job of a destination's queue carries: ids only, the row in Postgres is the truth. */
export const DeliveryJob = z.object({ v: z.literal(1), deliveryId: z.string().min(1), generation: z.number().int() });
export type DeliveryJob = z.infer<typeof DeliveryJob>;

/** The body exactly as it was received. */
export function bodyBytes(event: Pick<IntakeEvent, "body" | "encoding">): Buffer {
  return Buffer.from(event.body, event.encoding);
}
