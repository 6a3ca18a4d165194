import type { ActivityType } from "@touchline/domain/activity";
import { eventTime } from "@touchline/domain/event-time";
import type { QuarantineReason } from "@touchline/domain/event";
import type { ReadInput, ReadOutcome } from "../source.ts";
import { found, type Drafted } from "./drafted.ts";
import { envelopeOf } from "./envelope.ts";
import { activityTypeOf } from "./event-types.ts";
import { isObject, parseBody, type JsonObject } from "./parse-body.ts";
import { makeStorable } from "./storable.ts";
import { campaignActivity } from "./to-activity-campaign.ts";
import { extractionActivity, searchActivity } from "./to-activity-completion.ts";
import { leadActivity } from "./to-activity-lead.ts";

/** Reads the activity out of a body of either generation. Never throws; what it cannot understand is for quarantine. */
export function toActivity({ body, receivedAt, workspaceId: expected }: ReadInput): ReadOutcome {
  const parsed = parseBody(body);
  if (!parsed.ok) return quarantine(parsed.reason);
  const { event, replacedIn } = makeStorable(parsed.object, parsed.text);
  const { eventId, eventType, workspaceId = expected } = envelopeOf(event);

  if (expected !== undefined && workspaceId !== expected) {
    return quarantine("other_workspace", `The event is of ${workspaceId}, the endpoint takes ${expected}`);
  }
  if (eventType === undefined) return quarantine("missing_event_type", found(event, "eventType", "eventType"));
  if (eventId === undefined) return quarantine("missing_event_id", found(event, "eventId", "eventId"));
  const type = activityTypeOf(eventType);
  if (type === undefined) return quarantine("unknown_event_type", eventType);
  const { data } = event;
  if (!isObject(data)) return quarantine("payload_mismatch", `data must be an object: ${found(event, "data", "data")}`);

  const drafted = drafts[type](type, data, workspaceId);
  if (!drafted.ok) return quarantine("payload_mismatch", drafted.detail);
  const { at, flagged } = eventTime(drafted.happenedAt ?? claimedTime(event.timestamp), receivedAt);
  const { details } = drafted.draft;
  return {
    kind: "activity",
    workspaceId,
    draft: {
      ...drafted.draft,
      occurredAt: at,
      timeFlagged: flagged,
      details: replacedIn.length === 0 ? details : { ...details, replacedCharactersIn: replacedIn },
    },
  };
}

type Draft = (type: ActivityType, data: JsonObject, workspaceId: string | undefined) => Drafted;

const drafts: Record<ActivityType, Draft> = {
  linkedin_message_sent: leadActivity,
  linkedin_reply_received: leadActivity,
  linkedin_connection_requested: leadActivity,
  linkedin_connection_accepted: leadActivity,
  lead_status_changed: leadActivity,
  lead_tagged: leadActivity,
  campaign_started: (_type, data) => campaignActivity("started", data),
  campaign_paused: (_type, data) => campaignActivity("paused", data),
  campaign_resumed: (_type, data) => campaignActivity("resumed", data),
  campaign_finished: (_type, data) => campaignActivity("finished", data),
  lead_search_completed: (_type, data) => searchActivity(data),
  lead_extraction_completed: (_type, data) => extractionActivity(data),
};

/** A time that is there but is no text cannot be read, which `eventTime` flags; a missing one is merely missing. */
function claimedTime(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : "";
}

function quarantine(reason: QuarantineReason, detail?: string): ReadOutcome {
  return detail === undefined ? { kind: "quarantine", reason } : { kind: "quarantine", reason, detail };
}
