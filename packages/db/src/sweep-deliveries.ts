import type { Db } from "./client.ts";
import type { DueDelivery } from "./event-to-record.ts";

/**
 * Finds deliveries that are due, have no live lease and no recent job, and marks them as enqueued now. Any number of
 * sweepers may run. A row whose owner died gets a new generation; the others keep theirs, so that a job still held in
 * a long queue is not doubled.
 * @param destinations those that are served
 * @param limit for each destination, so that the backlog of one never hides what another has to do
 * @param jobAgeMs how long a job may take to be picked up before its row is looked at again
 */
export async function sweepDeliveries(
  db: Db,
  { destinations, limit, jobAgeMs }: { destinations: readonly string[]; limit: number; jobAgeMs: number },
): Promise<DueDelivery[]> {
  return await db.$queryRaw<DueDelivery[]>`
    WITH due AS (
      SELECT one.id FROM jsonb_array_elements_text(${JSON.stringify(destinations)}::jsonb) AS served(name)
      LEFT JOIN destination_states s ON s.name = served.name
      CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d
        WHERE d.destination = served.name AND d.state = 'pending' AND d.next_attempt_at <= now()
          AND (d.lease_until IS NULL OR d.lease_until < now())
          AND (d.enqueued_at IS NULL OR d.lease_until IS NOT NULL
               OR greatest(d.enqueued_at, d.next_attempt_at) < now() - ${jobAgeMs}::int * interval '1 millisecond')
        ORDER BY d.next_attempt_at LIMIT ${limit} FOR UPDATE OF d SKIP LOCKED) AS one
      WHERE s.paused_for IS NULL AND (s.blocked_until IS NULL OR s.blocked_until <= now())
    )
    UPDATE deliveries d SET enqueued_at = now(), generation = d.generation + (d.lease_until IS NOT NULL)::int,
      read_back = d.read_back OR d.lease_until IS NOT NULL, lease_until = NULL
    FROM due WHERE d.id = due.id
    RETURNING d.destination, d.id AS "deliveryId", d.generation`;
}

/**
 * One delivery for each destination whose pause for credentials is due for a probe; rather one that was not itself
 * refused, since a destination may refuse a single record in the words it has for credentials.
 */
export async function sweepProbes(db: Db, destinations: readonly string[]): Promise<DueDelivery[]> {
  return await db.$queryRaw<DueDelivery[]>`
    WITH probe AS (
      SELECT first.id FROM destination_states s CROSS JOIN LATERAL (
        SELECT d.id FROM deliveries d
        WHERE d.destination = s.name AND d.state = 'pending' AND d.next_attempt_at <= now()
          AND (d.lease_until IS NULL OR d.lease_until < now())
          AND (d.enqueued_at IS NULL OR d.enqueued_at < now() - interval '5 seconds')
        ORDER BY d.failure_class = 'auth', d.next_attempt_at LIMIT 1 FOR UPDATE OF d SKIP LOCKED) AS first
      WHERE s.paused_for = 'auth' AND s.blocked_until <= now()
        AND s.name IN (SELECT jsonb_array_elements_text(${JSON.stringify(destinations)}::jsonb))
    )
    UPDATE deliveries d SET enqueued_at = now(), generation = d.generation + 1,
      read_back = d.read_back OR d.lease_until IS NOT NULL, lease_until = NULL
    FROM probe WHERE d.id = probe.id
    RETURNING d.destination, d.id AS "deliveryId", d.generation`;
}
