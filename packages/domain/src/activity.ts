/**
 * The words of Touchline, used alike in code, tables, pages, docs and logs.
 *
 * - source: a webhook provider (`sendpilot`); an *endpoint* of it is one URL with its own list of secrets
 * - event: one authentic webhook as received: the raw bytes, the envelope, when, by which endpoint and signature scheme
 * - activity: the normalised fact drawn from an event
 * - destination: where activities go: a CRM account, a chat channel, an HTTP endpoint
 * - delivery: one activity on its way to one destination: a row in Postgres; the queue is only transport
 * - line: the deliveries of one person to one destination, in order; only its head is sent
 * - lane: a queue store that can take an event: Redis (primary), Postgres (standby)
 * - quarantine: authentic events that cannot be understood yet; kept whole, shown, replayable
 * - replay: sending an event through again from its stored bytes
 */
import { z } from "zod";

/** The one vocabulary that both generations of every source's events map to. */
export const activityTypes = [
  "linkedin_message_sent",
  "linkedin_reply_received",
  "linkedin_connection_requested",
  "linkedin_connection_accepted",
  "lead_status_changed",
  "lead_tagged",
  "campaign_started",
  "campaign_paused",
  "campaign_resumed",
  "campaign_finished",
  "lead_search_completed",
  "lead_extraction_completed",
] as const;

export const ActivityType = z.enum(activityTypes);
export type ActivityType = z.infer<typeof ActivityType>;

/** States a campaign can be in, each the outcome of a `campaign_*` activity. */
export const CampaignState = z.enum(["started", "paused", "resumed", "finished"]);
export type CampaignState = z.infer<typeof CampaignState>;

/**
 * What a source reads out of one event. Everything but the type and the time may be missing: the wire promises little.
 * `person.key` is the stable key of a person (see `linkedin-url.ts`); without a profile URL it falls back to the lead.
 */
export const ActivityDraft = z.object({
  type: ActivityType,
  /** When it happened, by the event's own word; already held against the receipt time by `eventTime`. */
  occurredAt: z.date(),
  /** The event claimed a time too far ahead of its receipt, so `occurredAt` is the receipt time. */
  timeFlagged: z.boolean(),
  person: z.object({ key: z.string(), leadId: z.string().optional(), linkedinUrl: z.string().optional() }).optional(),
  campaign: z
    .object({
      id: z.string(),
      name: z.string().optional(),
      state: CampaignState.optional(),
      totalLeads: z.number().int().optional(),
    })
    .optional(),
  senderId: z.string().optional(),
  sequenceStep: z.number().int().optional(),
  /** The message, reply or note. `mayBeCut`: the source sent a preview that fills its limit. */
  text: z.object({ body: z.string(), mayBeCut: z.boolean() }).optional(),
  /** For `lead_status_changed`, upper case. */
  status: z.object({ previous: z.string().optional(), current: z.string() }).optional(),
  /** What is particular to the type (tags, totals, who paused), JSON-safe. */
  details: z.record(z.string(), z.unknown()),
});
export type ActivityDraft = z.infer<typeof ActivityDraft>;
