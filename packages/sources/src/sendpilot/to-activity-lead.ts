import type { ActivityDraft, ActivityType } from "@touchline/domain/activity";
import { personKey } from "@touchline/domain/linkedin-url";
import { found, given, type Drafted } from "./drafted.ts";
import { leadText } from "./lead-text.ts";
import type { JsonObject } from "./parse-body.ts";
import { LeadData } from "./schema-lead.ts";

/** Drafts what happened to one lead. It must say which: by `leadId` or by a profile URL. */
export function leadActivity(type: ActivityType, data: JsonObject, workspaceId: string | undefined): Drafted {
  const lead = LeadData.parse(data);
  const { leadId, linkedinUrl, campaignId } = lead;
  const key = personKey({ leadId, linkedinUrl, workspaceId });
  if (key === undefined) {
    const what = `${found(data, "leadId")}, ${found(data, "linkedinUrl")}`;
    return { ok: false, detail: `A lead event needs data.leadId or a LinkedIn profile in data.linkedinUrl: ${what}` };
  }
  const text = leadText(type, lead);
  const status = type === "lead_status_changed" ? statusOf(lead) : undefined;
  return {
    ok: true,
    happenedAt: type === "linkedin_connection_accepted" ? lead.acceptedAt : undefined,
    draft: {
      type,
      person: { key, leadId, linkedinUrl },
      campaign: campaignId === undefined ? undefined : { id: campaignId },
      senderId: lead.senderId,
      sequenceStep: lead.sequenceStep,
      text,
      status,
      details: given(detailsOf(type, lead, { hasText: text !== undefined, hasStatus: status !== undefined })),
    },
  };
}

/** Statuses are an open set, spelled in either case. */
function statusOf({ previousStatus, newStatus }: LeadData): ActivityDraft["status"] {
  return newStatus === undefined
    ? undefined
    : { previous: previousStatus?.toUpperCase(), current: newStatus.toUpperCase() };
}

/** A text or status that should be there and is not means that fields moved again: marked, since it is an alarm. */
function detailsOf(type: ActivityType, lead: LeadData, has: { hasText: boolean; hasStatus: boolean }): JsonObject {
  switch (type) {
    case "linkedin_message_sent":
    case "linkedin_reply_received":
      return has.hasText ? {} : { emptyText: true };
    case "lead_status_changed":
      return { changedBy: lead.changedBy, emptyStatus: has.hasStatus ? undefined : true };
    case "lead_tagged": {
      const { newTag, previousTag } = lead;
      return { newTag, previousTag, tags: lead.tags ?? (newTag === undefined ? [] : [newTag]) };
    }
    default:
      return {};
  }
}
