import type { Tx } from "./client.ts";
import { byOccurrence, groupBy } from "./fold.ts";
import type { DrawnActivity } from "./upsert-activities.ts";

/** Brings campaigns up to date: name and state move by the time of the fact, ties of state by receipt. */
export async function upsertCampaigns(tx: Tx, drawn: readonly DrawnActivity[]): Promise<void> {
  const withCampaign = drawn.filter(({ draft }) => draft.campaign !== undefined);
  if (withCampaign.length === 0) return;
  const rows = groupBy(withCampaign, ({ source, workspaceId, draft }) =>
    JSON.stringify([source, workspaceId ?? "", draft.campaign?.id]),
  ).map((facts) => toRow(facts.sort(byOccurrence)));
  await tx.$executeRaw`
    INSERT INTO campaigns (source, workspace_id, campaign_id, name, name_at, state, state_at, state_receipt,
                           total_leads, first_seen_at)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS c(
      source text, workspace_id text, campaign_id text, name text, name_at timestamptz, state text,
      state_at timestamptz, state_receipt timestamptz, total_leads int, first_seen_at timestamptz)
    ON CONFLICT (source, workspace_id, campaign_id) DO UPDATE SET
      (name, name_at) = (
        SELECT CASE WHEN newer THEN excluded.name ELSE campaigns.name END,
               CASE WHEN newer THEN excluded.name_at ELSE campaigns.name_at END
        FROM (SELECT excluded.name_at >= coalesce(campaigns.name_at, '-infinity') IS TRUE AS newer) AS named),
      (total_leads, state, state_at, state_receipt) = (
        SELECT CASE WHEN newer THEN coalesce(excluded.total_leads, campaigns.total_leads)
                    ELSE coalesce(campaigns.total_leads, excluded.total_leads) END,
               CASE WHEN newer THEN excluded.state ELSE campaigns.state END,
               CASE WHEN newer THEN excluded.state_at ELSE campaigns.state_at END,
               CASE WHEN newer THEN excluded.state_receipt ELSE campaigns.state_receipt END
        FROM (SELECT (excluded.state_at, excluded.state_receipt) >=
                     (coalesce(campaigns.state_at, '-infinity'), coalesce(campaigns.state_receipt, '-infinity'))
                     IS TRUE AS newer) AS fact),
      first_seen_at = least(campaigns.first_seen_at, excluded.first_seen_at)`;
}

/** @param facts of one campaign, oldest first; never empty */
function toRow(facts: readonly DrawnActivity[]): Record<string, unknown> {
  const [first] = facts;
  const named = facts.findLast(({ draft }) => draft.campaign?.name !== undefined);
  const moved = facts.findLast(({ draft }) => draft.campaign?.state !== undefined);
  const counted = facts.findLast(({ draft }) => draft.campaign?.totalLeads !== undefined);
  return {
    source: first?.source,
    workspace_id: first?.workspaceId ?? "",
    campaign_id: first?.draft.campaign?.id,
    name: named?.draft.campaign?.name,
    name_at: named?.draft.occurredAt,
    state: moved?.draft.campaign?.state,
    state_at: moved?.draft.occurredAt,
    state_receipt: moved?.receivedAt,
    total_leads: counted?.draft.campaign?.totalLeads,
    first_seen_at: first?.draft.occurredAt,
  };
}
