import type { LeftOut } from "./interpolate.ts";
import { startsWith, type KeyPath, type PathProblem } from "./problem.ts";

/** What a part of the file came to. */
export interface Built<T> {
  value: T;
  problems: PathProblem[];
}

/** The file while it is being read: as written, and what was left out for want of a variable. */
export interface Draft {
  /** Before `${NAME}` was resolved. */
  written: unknown;
  leftOut: readonly LeftOut[];
}

/** Names of the unset variables below a path, each once. */
export function unsetBelow(draft: Draft, path: KeyPath): string[] {
  const below = draft.leftOut.filter((left) => startsWith(left.path, path));
  return [...new Set(below.flatMap(({ variables }) => variables))];
}

/** Whether a value or a part of it was left out; then its absence is no fault of the file. */
export function lacksValue(draft: Draft, path: KeyPath): boolean {
  return draft.leftOut.some((left) => startsWith(left.path, path));
}

/** A record without a prototype, so that looking up `constructor` finds nothing. */
export function nameRecord<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const record: Record<string, T> = Object.fromEntries(entries);
  Object.setPrototypeOf(record, null);
  return record;
}
