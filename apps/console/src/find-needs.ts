import type { Overview } from "@touchline/db/count-overview";
import type { LaneReading } from "./read-lanes.ts";

/** An endpoint or destination of touchline.yaml as the start page needs to know it. */
export interface KnownEndpoint {
  source: string;
  name: string;
  path: string;
  /** It has a secret, so it takes webhooks. */
  ready: boolean;
  unset: readonly string[];
}

export interface KnownDestination {
  name: string;
  type: string;
  unset: readonly string[];
}

export interface Known {
  endpoints: readonly KnownEndpoint[];
  destinations: readonly KnownDestination[];
}

/** Something that goes on only when a person acts; `broken` things hold events or deliveries up now. */
export interface Need {
  weight: "broken" | "look";
  what: string;
  todo: string;
  /** A command that shows more. */
  command?: string;
}

/** Everything that waits for a person, the worst first. */
export function findNeeds(overview: Overview, lanes: readonly LaneReading[], known: Known, now: Date): Need[] {
  const needs = [
    ...laneNeeds(lanes),
    ...waitNeeds(lanes, now),
    ...configNeeds(known),
    ...pauseNeeds(overview, known),
    ...countNeeds(overview),
  ];
  return needs.sort((a, b) => (a.weight === b.weight ? 0 : a.weight === "broken" ? -1 : 1));
}

function laneNeeds(lanes: readonly LaneReading[]): Need[] {
  return lanes
    .filter(({ loads }) => loads === undefined)
    .map(({ lane }) => ({
      weight: "broken",
      what: `The ${laneLabels[lane]} lane does not answer.`,
      todo: lane === "redis" ? "Events go by Postgres meanwhile. Start Redis again." : "Look at the database.",
    }));
}

/** Events are taken within a second; after this long nobody takes them. */
const longWaitMs = 2 * 60_000;

function waitNeeds(lanes: readonly LaneReading[], now: Date): Need[] {
  return lanes.flatMap(({ lane, waitingSince }) => {
    const waitedMs = waitingSince === undefined ? 0 : now.getTime() - waitingSince.getTime();
    if (waitedMs < longWaitMs) return [];
    const what = `Events have waited in the ${laneLabels[lane]} lane for ${Math.floor(waitedMs / 60_000)} minutes.`;
    return [{ weight: "broken", what, todo: "See whether the activity-worker runs, and what its log says." }];
  });
}

export const laneLabels: Record<LaneReading["lane"], string> = { redis: "Redis", postgres: "Postgres" };

function configNeeds({ endpoints, destinations }: Known): Need[] {
  const refusing = endpoints.filter(({ ready }) => !ready);
  const silent = destinations.filter(({ unset }) => unset.length > 0);
  return [
    ...refusing.map(({ path, unset }): Need => ({
      weight: "broken",
      what: `${path} has no secret and answers 503.`,
      todo: `Set ${unset.length > 0 ? unset.join(" or ") : "its secret"} and restart.`,
    })),
    ...silent.map(({ name, unset }): Need => ({
      weight: "broken",
      what: `${name} is paused: ${unset.join(", ")} is not set.`,
      todo: "Set it and restart.",
    })),
  ];
}

function pauseNeeds({ destinations = [] }: Overview, known: Known): Need[] {
  const configured = new Set(known.destinations.filter(({ unset }) => unset.length === 0).map(({ name }) => name));
  return destinations
    .filter(({ name, pausedFor }) => pausedFor !== null && configured.has(name))
    .map(({ name, pausedFor, pauseReason }) => ({
      weight: "broken",
      what: `${name} is paused${pauseReason === null ? "" : `: ${pauseReason}`}.`,
      todo: pausedFor === "auth" ? "Renew its credentials; it goes on by itself." : "Resume it when it may go on.",
    }));
}

function countNeeds({ quarantined = 0, deliveries }: Overview): Need[] {
  const needs: Need[] = [];
  for (const [destination, { mapping = 0, dead = 0 }] of deliveries ?? []) {
    if (mapping > 0) needs.push(look(mapping, destination, "mapping"));
    if (dead > 0) needs.push(look(dead, destination, "dead"));
  }
  if (quarantined > 0) {
    const what = `${plural(quarantined, "event is", "events are")} in quarantine: authentic, kept whole, not understood yet.`;
    needs.push({ weight: "look", what, todo: "See why:", command: `${cli} quarantine` });
  }
  return needs;
}

const cli = "npm run touchline --";

function look(count: number, destination: string, state: "mapping" | "dead"): Need {
  const deliveries = plural(count, "delivery", "deliveries");
  const what = `${deliveries} to ${destination} ${state === "dead" ? "gave up" : "could not be matched"}.`;
  return {
    weight: "look",
    what,
    todo: "See why:",
    command: `${cli} deliveries --destination ${destination} --state ${state}`,
  };
}

function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
