import { z } from "zod";
import { Count, Id, Label, Text, Url, Words } from "./schema-fields.ts";

/** A plain name, or an object with one. */
const Tag = z
  .union([Words, z.object({ name: Words }).transform(({ name }) => name)])
  .optional()
  .catch(undefined);

/** A list with some unreadable entries is still a list. */
const Tags = z
  .array(Tag)
  .transform((tags) => tags.filter((tag) => tag !== undefined).slice(0, 200))
  .optional()
  .catch(undefined);

/** `data` of everything that happens to one lead, in both generations; each event type fills a part of it. */
export const LeadData = z.object({
  leadId: Id,
  linkedinUrl: Url,
  /** Null, missing or empty when no campaign drove it. */
  campaignId: Id,
  senderId: Id,
  sequenceStep: Count,
  /** When it happened; the envelope's time is when SendPilot noticed. */
  acceptedAt: Id,
  note: Text,
  message: Text,
  messagePreview: Text,
  reply: Text,
  replyPreview: Text,
  content: Text,
  previousStatus: Label,
  newStatus: Label,
  changedBy: Label,
  previousTag: Tag,
  newTag: Tag,
  tags: Tags,
});
export type LeadData = z.infer<typeof LeadData>;
