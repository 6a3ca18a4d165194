import type { DestinationConfig } from "@touchline/config/config";
import { claimDelivery, type ClaimedDelivery } from "@touchline/db/claim-delivery";
import type { Db } from "@touchline/db/client";
import type { DueDelivery } from "@touchline/db/event-to-record";
import { parkDelivery, postponeDelivery } from "@touchline/db/postpone-delivery";
import { pauseForAuth, restDestination, resumeAfterAuth } from "@touchline/db/rest-destination";
import { settleDelivery } from "@touchline/db/settle-delivery";
import type { Logger } from "@touchline/observability/logger";
import { attempt, type Attempt, type Connection } from "./attempt.ts";
import { decide, type Decision } from "./decide.ts";
import type { DeliveryMetrics } from "./delivery-metrics.ts";

/** How often a destination paused for its credentials is tried. */
const probeEveryMs = 60_000;
/** What a lease leaves beyond the call for writing the outcome. */
const leaseMarginMs = 10_000;

/** How long a claim holds without an outcome: the call and a margin. */
export function leaseMs({ timeoutMs }: Pick<DestinationConfig, "timeoutMs">): number {
  return timeoutMs + leaseMarginMs;
}

export interface DeliverDeps {
  db: Db;
  destination: DestinationConfig;
  connection: Connection;
  /** Puts jobs into a lane; what no lane takes is left to the sweeper. */
  enqueue: (jobs: (DueDelivery & { delayMs?: number })[]) => Promise<void>;
  /** Runs a write until the database takes it. */
  persist: <T>(write: () => Promise<T>) => Promise<T>;
  random: () => number;
  log: Logger;
  metrics: DeliveryMetrics;
}

/** Handles one job: claims its delivery, calls the destination, writes down what came of it. */
export async function deliver(deps: DeliverDeps, job: { deliveryId: string; generation: number }): Promise<void> {
  const { db, destination, connection, persist } = deps;
  const claim = await claimDelivery(db, { ...job, leaseMs: leaseMs(destination), probeEveryMs });
  switch (claim.kind) {
    case "gone":
    case "resting":
      // Also for `gone`: a rest that ended between two looks leaves a row without a job. Touches nothing that is not ours.
      return await parkDelivery(db, job);
    case "claimed": {
      const { delivery } = claim;
      const tried = await attempt(connection, delivery, AbortSignal.timeout(destination.timeoutMs + leaseMarginMs / 2));
      const history = { attempts: delivery.attempts, spentMs: delivery.spentMs, durationMs: tried.record.durationMs };
      const decision = decide(tried.outcome, destination.retry, history, deps.random());
      deps.metrics.observe(destination.name, tried);
      logAttempt(deps, delivery, tried, decision);
      return await persist(() => carryOut(deps, delivery, tried, decision));
    }
    default:
      return claim satisfies never;
  }
}

async function carryOut(
  deps: DeliverDeps,
  claimed: ClaimedDelivery,
  tried: Attempt,
  decision: Decision,
): Promise<void> {
  const { db, destination, enqueue, log } = deps;
  switch (decision.kind) {
    case "settle": {
      const externalRef = tried.outcome.kind === "delivered" ? tried.outcome.externalRef : undefined;
      const settled = await settleDelivery(db, claimed, { state: decision.state, externalRef }, tried.record);
      if (settled.kind === "superseded") return logSuperseded(deps, claimed);
      await enqueue(settled.next);
      // Whatever a probe was answered, it was not that the credentials do not work.
      if (claimed.probe && decision.state !== "dead" && (await resumeAfterAuth(db, destination.name))) {
        log.info({ destination: destination.name }, "the credentials work again: destination resumed");
      }
      return;
    }
    case "retry": {
      const { delayMs } = decision;
      const readBack = wantsReadBack(claimed, tried);
      const put = await postponeDelivery(
        db,
        claimed,
        { delayMs, readBack, countsAsAttempt: true, withJob: true },
        tried.record,
      );
      if (put.kind === "superseded") return logSuperseded(deps, claimed);
      return await enqueue([{ ...put.due, delayMs }]);
    }
    case "rest": {
      await restDestination(db, destination.name, decision.until, tried.record.reason ?? "asked for a rest");
      return await putBack(deps, claimed, tried);
    }
    case "pause": {
      const reason = tried.record.reason ?? "the credentials do not work";
      if (await pauseForAuth(db, destination.name, reason, probeEveryMs)) {
        log.error(
          { destination: destination.name, reason },
          "destination paused: its credentials do not work. Correct them; it is tried every minute and resumes by itself",
        );
      }
      return await putBack(deps, claimed, tried);
    }
    default:
      return decision satisfies never;
  }
}

/** Back to the row; the sweeper brings it when its destination has rested. */
async function putBack(deps: DeliverDeps, claimed: ClaimedDelivery, tried: Attempt): Promise<void> {
  const readBack = wantsReadBack(claimed, tried);
  const postponement = { delayMs: 0, readBack, countsAsAttempt: false, withJob: false };
  const put = await postponeDelivery(deps.db, claimed, postponement, tried.record);
  if (put.kind === "superseded") logSuperseded(deps, claimed);
}

/** Whether a call may have got through; a refusal since then settles nothing about the call before it. */
function wantsReadBack(claimed: ClaimedDelivery, { outcome }: Attempt): boolean {
  if (claimed.readBack || outcome.kind === "unknown") return true;
  return "mayHaveArrived" in outcome && outcome.mayHaveArrived;
}

function logAttempt(
  { log, destination }: DeliverDeps,
  claimed: ClaimedDelivery,
  { record }: Attempt,
  decision: Decision,
): void {
  const { deliveryId, receiptId, activity } = claimed;
  const line = {
    receiptId,
    deliveryId,
    eventId: activity.eventId,
    destination: destination.name,
    outcome: record.outcome,
    reason: record.reason,
    attempt: claimed.attempts + 1,
    durationMs: Math.round(record.durationMs),
    decision,
  };
  if (decision.kind === "settle" && decision.state !== "delivered") log.error(line, "delivery needs a person");
  else if (record.outcome === "delivered") log.info(line, "delivered");
  else log.warn(line, "attempt failed");
}

function logSuperseded({ log, destination }: DeliverDeps, { deliveryId, receiptId }: ClaimedDelivery): void {
  log.warn(
    { receiptId, deliveryId, destination: destination.name },
    "the lease had run out: another worker has the delivery",
  );
}
