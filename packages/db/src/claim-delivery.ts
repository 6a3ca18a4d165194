import { ActivityType } from "@touchline/domain/activity";
import type { OutboundActivity } from "@touchline/domain/delivery";
import type { Db } from "./client.ts";

/** A delivery that is ours until the lease runs out. */
export interface ClaimedDelivery {
  deliveryId: string;
  destination: string;
  personKey: string | null;
  generation: number;
  /** Fencing token: only its holder can write the outcome. */
  fence: number;
  attempts: number;
  spentMs: number;
  /** An earlier call may have got through: read back before sending again. */
  readBack: boolean;
  /** The one try that a destination paused for its credentials gets now. */
  probe: boolean;
  receiptId: string;
  activity: OutboundActivity;
}

export type ClaimOutcome =
  /** ours: call the destination */
  | { kind: "claimed"; delivery: ClaimedDelivery }
  /** nothing to do for this job: done, put back under another generation, or leased to someone else */
  | { kind: "gone" }
  /** the destination is paused or blocked: the delivery waits in its row, the sweeper brings it back */
  | { kind: "resting" };

/**
 * Takes a delivery for one attempt. All times are the database's own, so that workers' clocks do not matter.
 * @param leaseMs how long the claim holds without an outcome; longer than the call may take
 * @param probeEveryMs how often a destination paused for its credentials is tried again
 */
export async function claimDelivery(
  db: Db,
  claim: { deliveryId: string; generation: number; leaseMs: number; probeEveryMs: number },
): Promise<ClaimOutcome> {
  const [row] = await takeLease(db, claim, false);
  if (row !== undefined) return { kind: "claimed", delivery: toDelivery(row, false) };
  if (!(await isResting(db, claim))) return { kind: "gone" };
  if (!(await winProbe(db, claim))) return { kind: "resting" };
  const [probe] = await takeLease(db, claim, true);
  return probe === undefined ? { kind: "gone" } : { kind: "claimed", delivery: toDelivery(probe, true) };
}

interface ClaimedRow {
  id: string;
  destination: string;
  person_key: string | null;
  generation: number;
  fence: number;
  attempts: number;
  spent_ms: bigint;
  read_back: boolean;
  receipt_id: string;
  external_id: string;
  campaign_name: string | null;
  activity: ActivityRow;
}

interface ActivityRow {
  id: string;
  type: string;
  source: string;
  endpoint: string;
  workspace_id: string;
  occurred_at: string;
  received_at: string;
  person_key: string | null;
  lead_id: string | null;
  linkedin_url: string | null;
  campaign_id: string | null;
  sender_id: string | null;
  sequence_step: number | null;
  text: string | null;
  text_may_be_cut: boolean;
  status_from: string | null;
  status_to: string | null;
  details: Record<string, unknown>;
}

async function takeLease(
  db: Db,
  { deliveryId, generation, leaseMs }: { deliveryId: string; generation: number; leaseMs: number },
  asProbe: boolean,
): Promise<ClaimedRow[]> {
  return await db.$queryRaw<ClaimedRow[]>`
    WITH claimed AS (
      UPDATE deliveries d
      SET lease_until = now() + ${leaseMs}::int * interval '1 millisecond', fence = d.fence + 1,
          read_back = d.read_back OR d.lease_until IS NOT NULL
      WHERE d.id = ${deliveryId} AND d.generation = ${generation} AND d.state = 'pending'
        AND (d.lease_until IS NULL OR d.lease_until < now())
        AND (${asProbe} OR NOT EXISTS (
          SELECT 1 FROM destination_states s WHERE s.name = d.destination
          AND (s.paused_for IS NOT NULL OR s.blocked_until > now())))
      RETURNING d.*
    )
    SELECT c.id, c.destination, c.person_key, c.generation, c.fence, c.attempts, c.spent_ms, c.read_back,
           e.receipt_id, e.external_id, campaigns.name AS campaign_name, to_jsonb(a.*) AS activity
    FROM claimed c JOIN activities a ON a.id = c.activity_id JOIN events e ON e.id = a.event_id
    LEFT JOIN campaigns ON campaigns.source = a.source AND campaigns.workspace_id = a.workspace_id
      AND campaigns.campaign_id = a.campaign_id`;
}

/** Whether the only thing between this job and its claim is the destination's rest. */
async function isResting(
  db: Db,
  { deliveryId, generation }: { deliveryId: string; generation: number },
): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM deliveries d JOIN destination_states s ON s.name = d.destination
    WHERE d.id = ${deliveryId} AND d.generation = ${generation} AND d.state = 'pending'
      AND (d.lease_until IS NULL OR d.lease_until < now())
      AND (s.paused_for IS NOT NULL OR s.blocked_until > now())`;
  return rows.length > 0;
}

/** One worker, once per interval, may try a destination that is paused for its credentials. */
async function winProbe(
  db: Db,
  { deliveryId, probeEveryMs }: { deliveryId: string; probeEveryMs: number },
): Promise<boolean> {
  const won = await db.$executeRaw`
    UPDATE destination_states SET blocked_until = now() + ${probeEveryMs}::int * interval '1 millisecond'
    WHERE name = (SELECT destination FROM deliveries WHERE id = ${deliveryId})
      AND paused_for = 'auth' AND blocked_until <= now()`;
  return won === 1;
}

function toDelivery(row: ClaimedRow, probe: boolean): ClaimedDelivery {
  return {
    deliveryId: row.id,
    destination: row.destination,
    personKey: row.person_key,
    generation: row.generation,
    fence: row.fence,
    attempts: row.attempts,
    spentMs: Number(row.spent_ms),
    readBack: row.read_back,
    probe,
    receiptId: row.receipt_id,
    activity: toOutbound(row),
  };
}

function toOutbound({ id, external_id, campaign_name, activity: a }: ClaimedRow): OutboundActivity {
  return {
    deliveryId: id,
    activityId: a.id,
    type: ActivityType.parse(a.type),
    occurredAt: new Date(a.occurred_at).toISOString(),
    receivedAt: new Date(a.received_at).toISOString(),
    source: a.source,
    endpoint: a.endpoint,
    workspaceId: a.workspace_id === "" ? null : a.workspace_id,
    eventId: external_id,
    person: a.person_key === null ? null : { key: a.person_key, leadId: a.lead_id, linkedinUrl: a.linkedin_url },
    campaign: a.campaign_id === null ? null : { id: a.campaign_id, name: campaign_name },
    senderId: a.sender_id,
    sequenceStep: a.sequence_step,
    text: a.text,
    textMayBeCut: a.text_may_be_cut,
    status: a.status_to === null ? null : { previous: a.status_from, current: a.status_to },
    details: a.details,
  };
}
