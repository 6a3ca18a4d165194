import type { Config } from "@touchline/config/config";
import type { Db } from "@touchline/db/client";
import type { Answer } from "../context.ts";
import { count } from "../output/table.ts";
import { createReplay, type Replayed } from "./replay-one.ts";

const pageSize = 200;

/** Replays everything in quarantine, oldest first, each event in a transaction of its own. */
export async function replayQuarantine(db: Db, config: Config, reason: string | undefined): Promise<Answer> {
  const { listQuarantine } = await import("@touchline/db/find-events");
  const replay = await createReplay(db, config);
  const results: Replayed[] = [];
  let after: string | undefined;
  do {
    const page = await listQuarantine(db, { reason, limit: pageSize, after });
    for (const event of page) results.push(await replay(event));
    after = page.length < pageSize ? undefined : page.at(-1)?.id;
  } while (after !== undefined);

  const understood = results.filter(({ outcome }) => outcome === "activity").length;
  const dueDeliveries = results.reduce((sum, result) => sum + result.dueDeliveries, 0);
  const remaining = countBy(results.filter(({ outcome }) => outcome === "quarantined"));
  const lines = [
    `${results.length} replayed: ${understood} understood now, ${count(dueDeliveries, "delivery", "deliveries")} to send now`,
    ...remaining.map(([why, amount]) => `  ${amount} still in quarantine: ${why}`),
  ];
  return { ok: true, json: { ok: true, replayed: results.length, understood, dueDeliveries, events: results }, lines };
}

function countBy(results: readonly Replayed[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { reason = "" } of results) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts];
}
