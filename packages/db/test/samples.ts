import { createHash } from "node:crypto";
import type { ActivityDraft } from "@touchline/domain/activity";
import type { EventToRecord } from "../src/event-to-record.ts";
import { newId } from "../src/new-id.ts";

const minute = 60_000;
export const noon = new Date("2026-10-01T12:00:00.000Z");

export function at(minutes: number): Date {
  return new Date(noon.getTime() + minutes * minute);
}

/** A message to a person, as a source would have read it. */
export function draft(over: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    type: "linkedin_message_sent",
    occurredAt: noon,
    timeFlagged: false,
    person: { key: "in:robin", leadId: "lead_1", linkedinUrl: "https://www.linkedin.com/in/robin" },
    campaign: { id: "camp_1" },
    senderId: "sender_1",
    text: { body: "Hello", mayBeCut: false },
    details: {},
    ...over,
  };
}

/** An event ready to be written down; every call is another receipt. */
export function event(
  externalId: string,
  over: Partial<EventToRecord> & { draft?: Partial<ActivityDraft> } = {},
): EventToRecord {
  const { draft: draftOver, ...eventOver } = over;
  const body = over.body ?? Buffer.from(`{"eventId":"${externalId}"}`);
  return {
    receiptId: newId("receipt"),
    source: "sendpilot",
    endpoint: "default",
    externalId,
    eventType: "message.sent",
    workspaceId: "ws_1",
    scheme: "svix",
    receivedAt: noon,
    bodyDigest: createHash("sha256").update(body).digest("hex"),
    body,
    reading: { kind: "activity", draft: draft(draftOver), workspaceId: "ws_1" },
    ...eventOver,
  };
}
