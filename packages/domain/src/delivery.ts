import { z } from "zod";
import type { ActivityType } from "./activity.ts";

/**
 * Where a delivery stands.
 * - `behind`: waits for the head of its line; has no job
 * - `pending`: head of its line, or without one: due at `nextAttemptAt`, has a job or gets one from the sweeper
 * - `mapping`: needs a person (no contact, missing property); holds its line
 * - `delivered` | `dead` | `permanent` | `skipped`: final; release the line
 */
export const DeliveryState = z.enum(["behind", "pending", "mapping", "delivered", "dead", "permanent", "skipped"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/**
 * Why an attempt did not deliver.
 * - `retryable`: network, 5xx, lock conflicts: again after a backoff
 * - `rate_limited`, `quota_exhausted`: the destination said when; uses up no attempt
 * - `auth`: credentials do not work: pauses the destination
 * - `mapping`: needs a person
 * - `permanent`: the destination says no for good
 * - `unknown`: sent, no answer: read back before sending again
 */
export const FailureClass = z.enum([
  "retryable",
  "rate_limited",
  "quota_exhausted",
  "auth",
  "mapping",
  "permanent",
  "unknown",
]);
export type FailureClass = z.infer<typeof FailureClass>;

/** One call to a destination, as kept with the attempt. Never holds credentials; bodies are cut. */
export interface Exchange {
  method: string;
  url: string;
  /** HTTP status; absent when no answer came. */
  status?: number;
  durationMs: number;
  /** The destination's own words, at most 2,000 characters. */
  answer?: string;
}

interface LeftOpen {
  /** The destination answered in a way that leaves open whether it wrote: read back before sending again. */
  mayHaveArrived?: boolean;
}

/** What came of one attempt, and what the delivery-worker does with it. */
export type DeliveryOutcome =
  /** final: done; `found`: a read-back showed it had arrived before */
  | { kind: "delivered"; externalRef?: string; found?: boolean; exchanges: Exchange[] }
  /** again after the backoff; counts as an attempt */
  | ({ kind: "retryable"; reason: string; exchanges: Exchange[] } & LeftOpen)
  /** again with a read-back first; counts as an attempt */
  | { kind: "unknown"; reason: string; exchanges: Exchange[] }
  /** the destination rests until then; counts for nothing */
  | ({ kind: "rate_limited" | "quota_exhausted"; until: Date; reason: string; exchanges: Exchange[] } & LeftOpen)
  /** the destination is paused and probed */
  | { kind: "auth"; reason: string; exchanges: Exchange[] }
  /** waits for a person, holds its line */
  | { kind: "mapping"; reason: string; exchanges: Exchange[] }
  /** final: never */
  | { kind: "permanent"; reason: string; exchanges: Exchange[] };

/** What a connector is given to deliver: the activity as the destination may see it. Dates are ISO 8601 UTC. */
export interface OutboundActivity {
  /** `dlv_…`: stable over all attempts, the idempotency key towards the destination. */
  deliveryId: string;
  activityId: string;
  type: ActivityType;
  occurredAt: string;
  receivedAt: string;
  source: string;
  endpoint: string;
  workspaceId: string | null;
  /** The provider's own id of the event. */
  eventId: string;
  person: { key: string; leadId: string | null; linkedinUrl: string | null } | null;
  campaign: { id: string; name: string | null } | null;
  senderId: string | null;
  sequenceStep: number | null;
  text: string | null;
  textMayBeCut: boolean;
  status: { previous: string | null; current: string } | null;
  details: Record<string, unknown>;
}
