import type { ActivityDraft } from "@touchline/domain/activity";
import type { Tx } from "./client.ts";
import { newId } from "./new-id.ts";

/** A draft and the event it was drawn from. */
export interface DrawnActivity {
  eventId: string;
  source: string;
  endpoint: string;
  workspaceId: string | undefined;
  receivedAt: Date;
  draft: ActivityDraft;
}

/** An activity with its row. */
export interface RecordedActivity extends DrawnActivity {
  activityId: string;
}

/** Writes activities. One that its event already has (a replay) is brought up to date under the id it has. */
export async function upsertActivities(tx: Tx, drawn: readonly DrawnActivity[]): Promise<RecordedActivity[]> {
  const rows = JSON.stringify(drawn.map(toRow));
  const written = await tx.$queryRaw<{ id: string; event_id: string }[]>`
    INSERT INTO activities (id, event_id, type, source, endpoint, workspace_id, occurred_at, received_at, time_flagged,
                            person_key, lead_id, linkedin_url, campaign_id, sender_id, sequence_step, text,
                            text_may_be_cut, status_from, status_to, details)
    SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS a(
      id text, event_id text, type text, source text, endpoint text, workspace_id text, occurred_at timestamptz,
      received_at timestamptz, time_flagged boolean, person_key text, lead_id text, linkedin_url text,
      campaign_id text, sender_id text, sequence_step int, text text, text_may_be_cut boolean, status_from text,
      status_to text, details jsonb)
    ON CONFLICT (event_id) DO UPDATE SET
      type = excluded.type, workspace_id = excluded.workspace_id, occurred_at = excluded.occurred_at,
      time_flagged = excluded.time_flagged, person_key = excluded.person_key, lead_id = excluded.lead_id,
      linkedin_url = excluded.linkedin_url, campaign_id = excluded.campaign_id, sender_id = excluded.sender_id,
      sequence_step = excluded.sequence_step, text = excluded.text, text_may_be_cut = excluded.text_may_be_cut,
      status_from = excluded.status_from, status_to = excluded.status_to, details = excluded.details
    RETURNING id, event_id`;
  const idByEvent = new Map(written.map(({ id, event_id }) => [event_id, id]));
  return drawn.map((activity) => {
    const activityId = idByEvent.get(activity.eventId);
    if (activityId === undefined) throw new Error(`no activity row came back for event ${activity.eventId}`);
    return { ...activity, activityId };
  });
}

function toRow({ draft, ...origin }: DrawnActivity): Record<string, unknown> {
  return {
    id: newId("activity"),
    event_id: origin.eventId,
    type: draft.type,
    source: origin.source,
    endpoint: origin.endpoint,
    workspace_id: origin.workspaceId ?? "",
    occurred_at: draft.occurredAt,
    received_at: origin.receivedAt,
    time_flagged: draft.timeFlagged,
    person_key: draft.person?.key,
    lead_id: draft.person?.leadId,
    linkedin_url: draft.person?.linkedinUrl,
    campaign_id: draft.campaign?.id,
    sender_id: draft.senderId,
    sequence_step: draft.sequenceStep,
    text: draft.text?.body,
    text_may_be_cut: draft.text?.mayBeCut ?? false,
    status_from: draft.status?.previous,
    status_to: draft.status?.current,
    details: draft.details,
  };
}
