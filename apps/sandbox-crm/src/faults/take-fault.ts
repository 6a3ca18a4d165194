import type { Box } from "../store/box.ts";
import type { ActiveFault, Fault } from "./fault.ts";

/** What a fault can be picked by. */
export interface FaultSubject {
  path: NonNullable<Fault["path"]>;
  /** Delivery id and whatever else is known of the delivery. */
  words: readonly (string | null)[];
}

/**
 * Finds the first fault of a box that a request meets, counts it, and drops it when its times are used up.
 * @param random 0 ≤ random < 1
 */
export function takeFault(box: Box, { path, words }: FaultSubject, random: () => number): ActiveFault | undefined {
  const fault = box.faults.find(
    (candidate) =>
      (candidate.path ?? "/hook") === path &&
      matches(candidate.match, words) &&
      random() * 100 < (candidate.percent ?? 100),
  );
  if (fault === undefined) return undefined;
  fault.hits += 1;
  box.counts.failedOnRequest += 1;
  if (fault.times !== undefined && fault.hits >= fault.times)
    box.faults = box.faults.filter((other) => other !== fault);
  return fault;
}

function matches(match: string | undefined, words: FaultSubject["words"]): boolean {
  return match === undefined || words.some((word) => word?.includes(match));
}
