import type { Tx } from "./client.ts";
import type { DueDelivery } from "./event-to-record.ts";

/** The deliveries of one person to one destination. */
export interface Line {
  destination: string;
  personKey: string;
}

/**
 * Gives each line without a head its next delivery and returns the new heads. Locks the lines until the transaction
 * ends, in one order, so that whoever adds to a line and whoever releases it come one after the other.
 */
export async function headLines(tx: Tx, lines: readonly Line[]): Promise<DueDelivery[]> {
  const keys = JSON.stringify(lines.map(({ destination, personKey }) => ({ destination, person_key: personKey })));
  const headless = await tx.$queryRaw<{ destination: string; person_key: string; head_id: string | null }[]>`
    INSERT INTO delivery_lines (destination, person_key)
    SELECT DISTINCT destination, person_key
    FROM jsonb_to_recordset(${keys}::jsonb) AS l(destination text, person_key text)
    ORDER BY destination, person_key
    ON CONFLICT (destination, person_key) DO UPDATE SET person_key = excluded.person_key
    RETURNING destination, person_key, head_id`;
  const free = headless.filter(({ head_id }) => head_id === null);
  return free.length > 0 ? await promoteNext(tx, free) : [];
}

/**
 * Frees a line whose head is done and heads it anew; an empty line goes away.
 * @param headId what must still be the head: a line that moved on is left alone
 */
export async function releaseLine(tx: Tx, line: Line, headId: string): Promise<DueDelivery[]> {
  const held = await tx.$queryRaw<{ head_id: string | null }[]>`
    SELECT head_id FROM delivery_lines
    WHERE destination = ${line.destination} AND person_key = ${line.personKey} FOR UPDATE`;
  if (held[0]?.head_id !== headId) return [];
  const next = await promoteNext(tx, [{ destination: line.destination, person_key: line.personKey }]);
  if (next.length === 0) {
    await tx.$executeRaw`
      DELETE FROM delivery_lines WHERE destination = ${line.destination} AND person_key = ${line.personKey}`;
  }
  return next;
}

async function promoteNext(
  tx: Tx,
  lines: readonly { destination: string; person_key: string }[],
): Promise<DueDelivery[]> {
  return await tx.$queryRaw<DueDelivery[]>`
    WITH line AS (
      SELECT destination, person_key
      FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l(destination text, person_key text)
    ), next AS (
      SELECT line.destination, line.person_key, first.id
      FROM line CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d
        WHERE d.destination = line.destination AND d.person_key = line.person_key AND d.state = 'behind'
        ORDER BY d.occurred_at, d.seq LIMIT 1) AS first
    ), headed AS (
      UPDATE delivery_lines l SET head_id = next.id FROM next
      WHERE l.destination = next.destination AND l.person_key = next.person_key
    )
    UPDATE deliveries d SET state = 'pending', next_attempt_at = now(), enqueued_at = now()
    FROM next WHERE d.id = next.id
    RETURNING d.destination, d.id AS "deliveryId", d.generation`;
}
