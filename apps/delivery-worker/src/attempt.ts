import type { ClaimedDelivery } from "@touchline/db/claim-delivery";
import type { AttemptToRecord } from "@touchline/db/settle-delivery";
import type { DeliveryOutcome, OutboundActivity } from "@touchline/domain/delivery";

/** A destination ready to be called. */
export interface Connection {
  deliver(activity: OutboundActivity, context: { signal: AbortSignal; readBack: boolean }): Promise<DeliveryOutcome>;
}

/** One attempt as it came out and as it is kept. */
export interface Attempt {
  outcome: DeliveryOutcome;
  record: AttemptToRecord;
}

/**
 * Calls the destination once. A connector that throws has a bug; whether its call got through is then unknown.
 * @param signal ends the call when the lease is about to
 */
export async function attempt(connection: Connection, claimed: ClaimedDelivery, signal: AbortSignal): Promise<Attempt> {
  const startedAt = new Date();
  const started = performance.now();
  const outcome = await connection
    .deliver(claimed.activity, { signal, readBack: claimed.readBack })
    .catch((error: unknown): DeliveryOutcome => ({
      kind: "unknown",
      reason: `the connector failed: ${String(error)}`,
      exchanges: [],
    }));
  const record: AttemptToRecord = {
    startedAt,
    durationMs: performance.now() - started,
    outcome: outcome.kind,
    exchanges: outcome.exchanges,
    ...("reason" in outcome ? { reason: outcome.reason } : {}),
  };
  return { outcome, record };
}
