import type { ActivityDraft, ActivityType } from "@touchline/domain/activity";
import type { LeadData } from "./schema-lead.ts";

type TextField = "reply" | "message" | "replyPreview" | "messagePreview" | "content" | "note";

/** A preview as long as this was probably cut. */
const previewLength = 100;

/** Where the text was found over time, in the order to try. Reading too few names has lost replies. */
const textFields: Partial<Record<ActivityType, readonly TextField[]>> = {
  linkedin_reply_received: ["reply", "message", "replyPreview", "messagePreview", "content"],
  linkedin_message_sent: ["message", "messagePreview", "content"],
  linkedin_connection_requested: ["note"],
};

/** The first text that is not blank, its newlines and ends as the API would give them for the same message. */
export function leadText(type: ActivityType, lead: LeadData): ActivityDraft["text"] {
  for (const field of textFields[type] ?? []) {
    const raw = lead[field];
    const body = raw?.replace(/\r\n?/gu, "\n").trim();
    if (raw !== undefined && body) return { body, mayBeCut: field.endsWith("Preview") && fillsPreview(raw) };
  }
  return undefined;
}

/** The vendor does not say what it counts: UTF-16 units or whole characters. */
function fillsPreview(raw: string): boolean {
  return raw.length === previewLength || Array.from(raw).length === previewLength;
}
