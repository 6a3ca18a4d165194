import type { Config } from "@touchline/config/config";
import { expectedWorkspace } from "@touchline/config/expected-workspace";
import type { Db } from "@touchline/db/client";
import type { FoundEvent } from "@touchline/db/find-events";
import type { EventReading } from "@touchline/db/event-to-record";
import type { StoredEvent } from "@touchline/db/replay-event";
import { findSource } from "@touchline/sources/registry";

/** What became of one event. */
export interface Replayed {
  eventId: string;
  endpoint: string;
  outcome: "activity" | "quarantined" | "gone";
  reason?: string;
  detail?: string;
  /** New deliveries that may go now: a running worker picks them up within a second or two. Others wait in their line. */
  dueDeliveries: number;
}

/** Makes the function that replays one event with today's reading and today's destinations. */
export async function createReplay(db: Db, config: Config): Promise<(event: FoundEvent) => Promise<Replayed>> {
  const { replayEvent } = await import("@touchline/db/replay-event");
  const destinations = Object.values(config.destinations);
  return async ({ id, externalId, endpoint }) => {
    const about = { eventId: externalId, endpoint };
    const outcome = await replayEvent(db, { eventRowId: id, read: (event) => readAgain(event, config), destinations });
    if (outcome.kind === "not_found") return { ...about, outcome: "gone", dueDeliveries: 0 };
    if (outcome.kind === "activity") return { ...about, outcome: "activity", dueDeliveries: outcome.due.length };
    const detail = outcome.detail === undefined ? {} : { detail: outcome.detail };
    return { ...about, outcome: "quarantined", reason: outcome.reason, ...detail, dueDeliveries: 0 };
  };
}

function readAgain(event: StoredEvent, config: Config): EventReading {
  const { source, body, receivedAt } = event;
  const reader = findSource(source);
  if (reader === undefined) throw new Error(`this version knows no source ${source}`);
  const workspace = expectedWorkspace(config, event);
  return workspace.kind === "known" ? reader.toActivity({ body, receivedAt, ...workspace.only }) : workspace;
}
