import type { CampaignState } from "@touchline/domain/activity";
import { found, given, type Drafted } from "./drafted.ts";
import type { JsonObject } from "./parse-body.ts";
import { CampaignData } from "./schema-campaign.ts";

/** Drafts what happened to a campaign as a whole. It must say which. */
export function campaignActivity(state: CampaignState, data: JsonObject): Drafted {
  const { campaignId, campaignName, totalLeads, ...details } = CampaignData.parse(data);
  if (campaignId === undefined) {
    return { ok: false, detail: `A campaign event needs data.campaignId: ${found(data, "campaignId")}` };
  }
  const campaign = { id: campaignId, name: campaignName, state, totalLeads };
  return { ok: true, draft: { type: `campaign_${state}`, campaign, details: given(details) } };
}
