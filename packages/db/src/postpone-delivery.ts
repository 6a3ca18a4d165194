import type { Db } from "./client.ts";
import type { DueDelivery } from "./event-to-record.ts";
import { type AttemptToRecord, type ClaimHolder, insertAttempt } from "./settle-delivery.ts";

/** When and how a delivery is tried again. */
export interface Postponement {
  delayMs: number;
  /** Rests the destination asked for use up no attempt and no time. */
  countsAsAttempt: boolean;
  readBack: boolean;
  /** Whether the caller puts a job into a lane; otherwise the sweeper does when the time has come. */
  withJob: boolean;
}

export type PostponeOutcome = { kind: "postponed"; due: DueDelivery } | { kind: "superseded" };

/** Puts a delivery back under a new generation, keeps the attempt. It stays the head of its line. */
export async function postponeDelivery(
  db: Db,
  claim: ClaimHolder,
  { delayMs, countsAsAttempt, readBack, withJob }: Postponement,
  attempt: AttemptToRecord,
): Promise<PostponeOutcome> {
  const counted = countsAsAttempt ? 1 : 0;
  const spentMs = countsAsAttempt ? Math.round(attempt.durationMs + delayMs) : 0;
  return await db.$transaction(async (tx): Promise<PostponeOutcome> => {
    const [due] = await tx.$queryRaw<DueDelivery[]>`
      UPDATE deliveries
      SET generation = generation + 1, lease_until = NULL,
          enqueued_at = CASE WHEN ${withJob} THEN now() END,
          next_attempt_at = now() + ${Math.round(delayMs)}::bigint * interval '1 millisecond',
          attempts = attempts + ${counted}::int, spent_ms = spent_ms + ${spentMs}::bigint,
          read_back = ${readBack}, failure_class = ${attempt.outcome}, last_error = ${attempt.reason ?? null}
      WHERE id = ${claim.deliveryId} AND fence = ${claim.fence} AND state = 'pending' AND lease_until IS NOT NULL
      RETURNING destination, id AS "deliveryId", generation`;
    if (due === undefined) return { kind: "superseded" };
    await insertAttempt(tx, claim.deliveryId, attempt);
    return { kind: "postponed", due };
  });
}

/** Puts a delivery that could not be claimed because its destination rests back for the sweeper. */
export async function parkDelivery(
  db: Db,
  { deliveryId, generation }: { deliveryId: string; generation: number },
): Promise<void> {
  await db.$executeRaw`
    UPDATE deliveries SET generation = generation + 1, enqueued_at = NULL
    WHERE id = ${deliveryId} AND generation = ${generation} AND state = 'pending' AND lease_until IS NULL`;
}
