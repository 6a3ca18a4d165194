import { given, type Drafted } from "./drafted.ts";
import type { JsonObject } from "./parse-body.ts";
import { ExtractionData, SearchData } from "./schema-completion.ts";

/** Drafts the end of a database search: totals only, the leads stay in the stored event. */
export function searchActivity(data: JsonObject): Drafted {
  const search = SearchData.parse(data);
  const details = given({
    searchId: search.search_id,
    searchName: search.search_name,
    totalLeadsFound: search.total_leads_found,
    requestedLimit: search.requested_limit,
    leadCount: search.leads,
    durationMs: search.duration_ms,
    startedAt: search.started_at,
    completedAt: search.completed_at,
    resultsUrl: search.results_url,
  });
  return { ok: true, draft: { type: "lead_search_completed", details } };
}

/** Drafts the end of an extraction job, likewise. */
export function extractionActivity(data: JsonObject): Drafted {
  const job = ExtractionData.parse(data);
  const details = given({
    jobId: job.campaign_id,
    jobName: job.campaign_name,
    jobType: job.campaign_type,
    mode: job.mode,
    totalLeadsExtracted: job.total_leads_extracted,
    totalLeadsEnriched: job.total_leads_enriched,
    requestedLimit: job.requested_limit,
    leadCount: job.leads,
    creditsUsed: job.credits_used === undefined ? undefined : given(job.credits_used),
    durationMs: job.duration_ms,
    startedAt: job.started_at,
    completedAt: job.completed_at,
  });
  return { ok: true, draft: { type: "lead_extraction_completed", details } };
}
