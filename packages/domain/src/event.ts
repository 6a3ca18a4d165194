import { z } from "zod";

/** How a request proved itself; kept with the event. */
export const SignatureScheme = z.enum(["svix", "standard-webhooks", "documented"]);
export type SignatureScheme = z.infer<typeof SignatureScheme>;

/**
 * Why an authentic event is not an activity (yet). Shown with a sentence; the event is whole and replayable.
 */
export const QuarantineReason = z.enum([
  "not_json",
  "not_an_object",
  "empty_body",
  "missing_event_id",
  "missing_event_type",
  "unknown_event_type",
  "payload_mismatch",
  "other_workspace",
  "conflicting_body",
  "unstorable",
]);
export type QuarantineReason = z.infer<typeof QuarantineReason>;

/** What to tell a person about each reason. */
export const quarantineSentences: Record<QuarantineReason, string> = {
  not_json: "The body is not JSON.",
  not_an_object: "The body is JSON, but not an object.",
  empty_body: "The request had no body.",
  missing_event_id: "The envelope has no eventId; the hash of the body stands in for it.",
  missing_event_type: "The envelope has no eventType.",
  unknown_event_type: "This version does not know the event type. A later one may; replay it then.",
  payload_mismatch: "The payload lacks what an event of this type must have.",
  other_workspace: "The event is of another workspace than its endpoint is configured for.",
  conflicting_body: "An event of this id was stored before with a different body. The first one counts.",
  unstorable: "The database refused the activity drawn from this event.",
};

/** Envelope fields as a source can read them without judging the payload. All may be missing. */
export interface Envelope {
  eventId?: string;
  eventType?: string;
  workspaceId?: string;
}
