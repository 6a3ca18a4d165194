import type { Tx } from "./client.ts";
import { byOccurrence, groupBy } from "./fold.ts";
import type { DrawnActivity } from "./upsert-activities.ts";

/** Notes the LinkedIn accounts that activities were sent from. */
export async function upsertSenders(tx: Tx, drawn: readonly DrawnActivity[]): Promise<void> {
  const withSender = drawn.filter(({ draft }) => draft.senderId !== undefined);
  if (withSender.length === 0) return;
  const rows = groupBy(withSender, ({ source, workspaceId, draft }) =>
    JSON.stringify([source, workspaceId ?? "", draft.senderId]),
  ).map((facts) => {
    const [first, ...later] = facts.sort(byOccurrence);
    return {
      source: first?.source,
      workspace_id: first?.workspaceId ?? "",
      sender_id: first?.draft.senderId,
      first_seen_at: first?.draft.occurredAt,
      last_seen_at: (later.at(-1) ?? first)?.draft.occurredAt,
    };
  });
  await tx.$executeRaw`
    INSERT INTO senders (source, workspace_id, sender_id, first_seen_at, last_seen_at)
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(
      source text, workspace_id text, sender_id text, first_seen_at timestamptz, last_seen_at timestamptz)
    ON CONFLICT (source, workspace_id, sender_id) DO UPDATE SET
      first_seen_at = least(senders.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(senders.last_seen_at, excluded.last_seen_at)
    WHERE excluded.first_seen_at < senders.first_seen_at OR excluded.last_seen_at > senders.last_seen_at`;
}
