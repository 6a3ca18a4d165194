import type { ActivityDraft } from "@touchline/domain/activity";
import { toActivity } from "../src/sendpilot/to-activity.ts";
import type { ReadOutcome } from "../src/source.ts";

export const receivedAt = new Date("2026-10-20T16:00:00.000Z");
export const envelope = { eventId: "evt_1", timestamp: "2026-10-20T15:00:00.000Z", workspaceId: "ws_1" };
export const lead = {
  leadId: "lead_1",
  linkedinUrl: "https://www.linkedin.com/in/Robin-Example/",
  campaignId: "camp_1",
  senderId: "s_1",
};

/** What SendPilot's reader makes of a body, given as text or as the event. */
export function read(event: unknown, workspaceId?: string): ReadOutcome {
  const body = Buffer.from(typeof event === "string" ? event : JSON.stringify(event));
  return toActivity({ body, receivedAt, ...(workspaceId === undefined ? {} : { workspaceId }) });
}

/** The draft of an event that must not be quarantined. */
export function draftOf(eventType: string, data: unknown, over: object = {}): ActivityDraft {
  const outcome = read({ ...envelope, eventType, data, ...over });
  if (outcome.kind === "quarantine") throw new Error(`quarantined: ${outcome.reason} ${outcome.detail}`);
  return outcome.draft;
}
