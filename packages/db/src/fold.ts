import type { DrawnActivity } from "./upsert-activities.ts";

/** Groups items by a key, the groups sorted by it: rows locked in one order never wait for each other crosswise. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = Map.groupBy(items, keyOf);
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Oldest fact first, ties by receipt. */
export function byOccurrence(a: DrawnActivity, b: DrawnActivity): number {
  return a.draft.occurredAt.getTime() - b.draft.occurredAt.getTime() || a.receivedAt.getTime() - b.receivedAt.getTime();
}
