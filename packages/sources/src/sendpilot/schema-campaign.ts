import { z } from "zod";
import { Count, Id, Label } from "./schema-fields.ts";

/** `data` of the `campaign.…` events. Those of `campaign.finished` are undocumented: only the id is relied on. */
export const CampaignData = z.object({
  campaignId: Id,
  campaignName: Label,
  totalLeads: Count,
  startedAt: Label,
  pausedAt: Label,
  /** `api`, `user` or `system`. */
  pausedBy: Label,
  resumedAt: Label,
  resumedBy: Label,
  finishedAt: Label,
});
