import { readFileSync } from "node:fs";
import type { ActivityType } from "@touchline/domain/activity";

/** A webhook body as SendPilot sends it; everyone and everything in it is made up. */
export interface Sample {
  file: string;
  eventType: string;
  /** What it must become. */
  activityType: ActivityType;
  /** JSON text, read when asked for. */
  readonly body: string;
}

/** One per event type and generation, the newer names first. */
export const samples: readonly Sample[] = [
  sample("connection_request.sent.json", "connection_request.sent", "linkedin_connection_requested"),
  sample("connection_request.accepted.json", "connection_request.accepted", "linkedin_connection_accepted"),
  sample("message.sent.json", "message.sent", "linkedin_message_sent"),
  sample("reply.received.json", "reply.received", "linkedin_reply_received"),
  sample("lead.updated.json", "lead.updated", "lead_status_changed"),
  sample("lead.tag.updated.json", "lead.tag.updated", "lead_tagged"),
  sample("campaign.started.json", "campaign.started", "campaign_started"),
  sample("campaign.paused.json", "campaign.paused", "campaign_paused"),
  sample("campaign.resumed.json", "campaign.resumed", "campaign_resumed"),
  sample("campaign.finished.json", "campaign.finished", "campaign_finished"),
  sample("lead_database.search.completed.json", "lead_database.search.completed", "lead_search_completed"),
  sample("lead_extractor.job.completed.json", "lead_extractor.job.completed", "lead_extraction_completed"),
  sample("connection.sent.json", "connection.sent", "linkedin_connection_requested"),
  sample("connection.accepted.json", "connection.accepted", "linkedin_connection_accepted"),
  sample("message.sent.gen1.json", "message.sent", "linkedin_message_sent"),
  sample("message.received.json", "message.received", "linkedin_reply_received"),
  sample("lead.status.changed.json", "lead.status.changed", "lead_status_changed"),
];

function sample(file: string, eventType: string, activityType: ActivityType): Sample {
  return {
    file,
    eventType,
    activityType,
    get body() {
      return readFileSync(new URL(`samples/${file}`, import.meta.url), "utf8");
    },
  };
}
