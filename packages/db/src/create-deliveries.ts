import { type DestinationFilter, matchesDestination } from "@touchline/domain/destination-match";
import type { Tx } from "./client.ts";
import type { DueDelivery } from "./event-to-record.ts";
import { newId } from "./new-id.ts";
import { headLines } from "./head-lines.ts";
import type { RecordedActivity } from "./upsert-activities.ts";

/** A destination as far as it decides which activities it gets. */
export interface DestinationInterest {
  name: string;
  when: DestinationFilter;
}

/**
 * Creates the deliveries of activities for every destination that matches and has none yet. Those of a person join
 * that person's line; the ones that may go now are returned.
 */
export async function createDeliveries(
  tx: Tx,
  activities: readonly RecordedActivity[],
  destinations: readonly DestinationInterest[],
): Promise<DueDelivery[]> {
  if (destinations.length === 0 || activities.length === 0) return [];
  const names = await campaignNames(tx, activities, destinations);
  const rows = activities.flatMap((activity) => {
    const { draft } = activity;
    const campaign = draft.campaign && {
      id: draft.campaign.id,
      name: draft.campaign.name ?? names.get(nameKey(activity)),
    };
    return destinations
      .filter(({ when }) => matchesDestination(when, { type: draft.type, campaign }))
      .map(({ name }) => toRow(activity, name));
  });
  if (rows.length === 0) return [];
  const created = await tx.$queryRaw<{ id: string; destination: string; person_key: string | null }[]>`
    INSERT INTO deliveries (id, activity_id, destination, person_key, occurred_at, state, next_attempt_at, enqueued_at)
    SELECT id, activity_id, destination, person_key, occurred_at,
           CASE WHEN person_key IS NULL THEN 'pending' ELSE 'behind' END, now(),
           CASE WHEN person_key IS NULL THEN now() END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS d(
      id text, activity_id text, destination text, person_key text, occurred_at timestamptz, received_at timestamptz)
    ORDER BY received_at
    ON CONFLICT (activity_id, destination) DO NOTHING
    RETURNING id, destination, person_key`;
  const free = created.filter(({ person_key }) => person_key === null);
  const lines = created.flatMap(({ destination, person_key }) =>
    person_key === null ? [] : [{ destination, personKey: person_key }],
  );
  return [
    ...free.map(({ id, destination }) => ({ destination, deliveryId: id, generation: 0 })),
    ...(lines.length > 0 ? await headLines(tx, lines) : []),
  ];
}

function toRow(activity: RecordedActivity, destination: string): Record<string, unknown> {
  return {
    id: newId("delivery"),
    activity_id: activity.activityId,
    destination,
    person_key: activity.draft.person?.key,
    occurred_at: activity.draft.occurredAt,
    received_at: activity.receivedAt,
  };
}

/** Names of campaigns that the events themselves do not carry; asked for only when a filter could name one. */
async function campaignNames(
  tx: Tx,
  activities: readonly RecordedActivity[],
  destinations: readonly DestinationInterest[],
): Promise<Map<string, string>> {
  const filtered = destinations.some(({ when }) => when.campaigns?.some((pattern) => pattern !== "*"));
  const unnamed = activities.filter(({ draft }) => draft.campaign !== undefined && draft.campaign.name === undefined);
  if (!filtered || unnamed.length === 0) return new Map();
  const keys = unnamed.map(({ source, workspaceId, draft }) => ({
    source,
    workspace_id: workspaceId ?? "",
    campaign_id: draft.campaign?.id,
  }));
  const rows = await tx.$queryRaw<{ source: string; workspace_id: string; campaign_id: string; name: string }[]>`
    SELECT DISTINCT source, workspace_id, campaign_id, c.name
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k(source text, workspace_id text, campaign_id text)
    JOIN campaigns c USING (source, workspace_id, campaign_id) WHERE c.name IS NOT NULL`;
  return new Map(rows.map((row) => [JSON.stringify([row.source, row.workspace_id, row.campaign_id]), row.name]));
}

function nameKey({ source, workspaceId, draft }: RecordedActivity): string {
  return JSON.stringify([source, workspaceId ?? "", draft.campaign?.id]);
}
