import type { ActivityType } from "@touchline/domain/activity";

/** Names on the wire. SendPilot renamed without notice and its pages still mix both, so old names hold for ever. */
const eventTypes = new Map<string, ActivityType>([
  ["connection_request.sent", "linkedin_connection_requested"],
  ["connection.sent", "linkedin_connection_requested"],
  ["connection_request.accepted", "linkedin_connection_accepted"],
  ["connection.accepted", "linkedin_connection_accepted"],
  ["message.sent", "linkedin_message_sent"],
  ["reply.received", "linkedin_reply_received"],
  ["message.received", "linkedin_reply_received"],
  ["lead.updated", "lead_status_changed"],
  ["lead.status.changed", "lead_status_changed"],
  ["lead.tag.updated", "lead_tagged"],
  ["campaign.started", "campaign_started"],
  ["campaign.paused", "campaign_paused"],
  ["campaign.resumed", "campaign_resumed"],
  ["campaign.finished", "campaign_finished"],
  ["lead_database.search.completed", "lead_search_completed"],
  ["lead_extractor.job.completed", "lead_extraction_completed"],
]);

/** The activity behind an event type; also for its dashboard label, such as "Lead Tag Updated". */
export function activityTypeOf(eventType: string): ActivityType | undefined {
  const exact = eventTypes.get(eventType);
  if (exact !== undefined) return exact;
  const wanted = wordsOf(eventType);
  for (const [name, type] of eventTypes) if (wordsOf(name) === wanted) return type;
  return undefined;
}

function wordsOf(name: string): string {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .join(" ")
    .trim();
}
