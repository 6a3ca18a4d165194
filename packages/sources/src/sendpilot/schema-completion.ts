import { z } from "zod";
import { Amount, Count, Label, ListLength } from "./schema-fields.ts";

/** `data` of `lead_database.search.completed`, snake_case unlike most. */
export const SearchData = z.object({
  search_id: Label,
  search_name: Label,
  total_leads_found: Count,
  requested_limit: Count,
  duration_ms: Amount,
  started_at: Label,
  completed_at: Label,
  /** A path without a host. */
  results_url: Label,
  leads: ListLength,
});

/** `data` of `lead_extractor.job.completed`. Its `campaign_…` is the extraction job, not an outreach campaign. */
export const ExtractionData = z.object({
  campaign_id: Label,
  campaign_name: Label,
  campaign_type: Label,
  mode: Label,
  total_leads_extracted: Count,
  total_leads_enriched: Count,
  requested_limit: Count,
  duration_ms: Amount,
  started_at: Label,
  completed_at: Label,
  credits_used: z.object({ extraction: Amount, enrichment: Amount, total: Amount }).optional().catch(undefined),
  leads: ListLength,
});
