import type { Exchange, FailureClass } from "@touchline/domain/delivery";
import type { Db, Tx } from "./client.ts";
import type { DueDelivery } from "./event-to-record.ts";
import { releaseLine } from "./head-lines.ts";
import { newId } from "./new-id.ts";

/** One attempt as it is kept: so that a person can see why. */
export interface AttemptToRecord {
  startedAt: Date;
  durationMs: number;
  /** `delivered` or a failure class. */
  outcome: "delivered" | FailureClass;
  reason?: string | undefined;
  exchanges: readonly Exchange[];
}

/** Who writes an outcome: the claim's holder. */
export interface ClaimHolder {
  deliveryId: string;
  destination: string;
  personKey: string | null;
  fence: number;
}

/** Where the attempt leaves the delivery. `mapping` holds its line, the others release it. */
export interface Settlement {
  state: "delivered" | "dead" | "permanent" | "mapping";
  externalRef?: string | undefined;
}

export type SettleOutcome =
  /** written; `next` is the new head of its line */
  | { kind: "settled"; next: DueDelivery[] }
  /** the lease ran out and someone else has taken over: nothing was written */
  | { kind: "superseded" };

/** Writes the last word on a delivery, keeps the attempt, and heads its line anew, in one transaction. */
export async function settleDelivery(
  db: Db,
  claim: ClaimHolder,
  settlement: Settlement,
  attempt: AttemptToRecord,
): Promise<SettleOutcome> {
  return await db.$transaction(async (tx): Promise<SettleOutcome> => {
    const failureClass = attempt.outcome === "delivered" ? null : attempt.outcome;
    const written = await tx.$executeRaw`
      UPDATE deliveries
      SET state = ${settlement.state}, lease_until = NULL, next_attempt_at = NULL, read_back = false,
          attempts = attempts + 1, failure_class = ${failureClass}, last_error = ${attempt.reason ?? null},
          external_ref = coalesce(${settlement.externalRef ?? null}, external_ref),
          finished_at = CASE WHEN ${settlement.state} = 'mapping' THEN NULL ELSE now() END
      WHERE id = ${claim.deliveryId} AND fence = ${claim.fence} AND state = 'pending'`;
    if (written === 0) return { kind: "superseded" };
    await insertAttempt(tx, claim.deliveryId, attempt);
    const { destination, personKey, deliveryId } = claim;
    if (settlement.state === "mapping" || personKey === null) return { kind: "settled", next: [] };
    return { kind: "settled", next: await releaseLine(tx, { destination, personKey }, deliveryId) };
  });
}

export async function insertAttempt(tx: Tx, deliveryId: string, attempt: AttemptToRecord): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO delivery_attempts (id, delivery_id, started_at, duration_ms, outcome, reason, exchanges)
    VALUES (${newId("attempt")}, ${deliveryId}, ${attempt.startedAt}, ${Math.round(attempt.durationMs)}::int,
            ${attempt.outcome}, ${attempt.reason ?? null}, ${JSON.stringify(attempt.exchanges)}::jsonb)`;
}
