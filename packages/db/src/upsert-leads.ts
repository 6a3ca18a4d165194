import type { Tx } from "./client.ts";
import { byOccurrence, groupBy } from "./fold.ts";
import type { DrawnActivity } from "./upsert-activities.ts";

/** Brings leads up to date. State moves by the time of the fact, ties by receipt: an older fact never overwrites. */
export async function upsertLeads(tx: Tx, drawn: readonly DrawnActivity[]): Promise<void> {
  const withLead = drawn.filter(({ draft }) => draft.person?.leadId !== undefined);
  if (withLead.length === 0) return;
  const rows = groupBy(withLead, ({ source, workspaceId, draft }) =>
    JSON.stringify([source, workspaceId ?? "", draft.person?.leadId]),
  ).map((facts) => toRow(facts.sort(byOccurrence)));
  await tx.$executeRaw`
    INSERT INTO leads (source, workspace_id, lead_id, person_key, linkedin_url, url_at, status, status_at,
                       status_receipt, first_seen_at, last_activity_at)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS l(
      source text, workspace_id text, lead_id text, person_key text, linkedin_url text, url_at timestamptz,
      status text, status_at timestamptz, status_receipt timestamptz, first_seen_at timestamptz,
      last_activity_at timestamptz)
    ON CONFLICT (source, workspace_id, lead_id) DO UPDATE SET
      (person_key, linkedin_url, url_at) = (
        SELECT CASE WHEN newer THEN excluded.person_key ELSE leads.person_key END,
               CASE WHEN newer THEN excluded.linkedin_url ELSE leads.linkedin_url END,
               CASE WHEN newer THEN excluded.url_at ELSE leads.url_at END
        FROM (SELECT excluded.url_at >= coalesce(leads.url_at, '-infinity') IS TRUE AS newer) AS url),
      (status, status_at, status_receipt) = (
        SELECT CASE WHEN newer THEN excluded.status ELSE leads.status END,
               CASE WHEN newer THEN excluded.status_at ELSE leads.status_at END,
               CASE WHEN newer THEN excluded.status_receipt ELSE leads.status_receipt END
        FROM (SELECT (excluded.status_at, excluded.status_receipt) >=
                     (coalesce(leads.status_at, '-infinity'), coalesce(leads.status_receipt, '-infinity'))
                     IS TRUE AS newer) AS fact),
      first_seen_at = least(leads.first_seen_at, excluded.first_seen_at),
      last_activity_at = greatest(leads.last_activity_at, excluded.last_activity_at)`;
}

/** @param facts of one lead, oldest first; never empty */
function toRow(facts: readonly DrawnActivity[]): Record<string, unknown> {
  const [first] = facts;
  const newest = facts.at(-1);
  const withUrl = facts.findLast(({ draft }) => draft.person?.linkedinUrl !== undefined);
  const withStatus = facts.findLast(({ draft }) => draft.status !== undefined);
  return {
    source: first?.source,
    workspace_id: first?.workspaceId ?? "",
    lead_id: first?.draft.person?.leadId,
    person_key: (withUrl ?? newest)?.draft.person?.key,
    linkedin_url: withUrl?.draft.person?.linkedinUrl,
    url_at: withUrl?.draft.occurredAt,
    status: withStatus?.draft.status?.current,
    status_at: withStatus?.draft.occurredAt,
    status_receipt: withStatus?.receivedAt,
    first_seen_at: first?.draft.occurredAt,
    last_activity_at: newest?.draft.occurredAt,
  };
}
