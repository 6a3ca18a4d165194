import { type Box, emptyBox, makeBox, writeEntry } from "./box.ts";
import type { Entry } from "./entry.ts";
import type { Journal } from "./journal.ts";

export const defaultBox = "default";

export type Recorded = { kind: "created" | "copied" | "duplicate"; entry: Entry };

export interface Store {
  /** The box of that name; made when there is none. */
  box(name: string): Box;
  /** In order of their making, the default one first. */
  boxes(): Box[];
  record(box: Box, entry: Entry): Recorded;
  empty(box: Box): void;
  /** Grows with every change that a page could show. */
  version(): number;
  changed(): void;
}

/** Keeps everything in memory, and entries also in the journal when there is one. */
export function createStore({ dedupe, journal }: { dedupe: boolean; journal?: Journal | undefined }): Store {
  const boxes = new Map<string, Box>();
  let version = 0;

  function box(name: string): Box {
    const known = boxes.get(name);
    if (known !== undefined) return known;
    const made = makeBox(name, dedupe);
    boxes.set(name, made);
    return made;
  }

  box(defaultBox);
  for (const line of journal?.lines ?? []) {
    if ("empty" in line) emptyBox(box(line.box));
    else writeEntry(box(line.box), line.write);
  }

  return {
    box,
    boxes: () => [...boxes.values()],
    record(into, entry) {
      version += 1;
      const known = into.entries.get(entry.deliveryId);
      if (known !== undefined && into.dedupe) {
        into.counts.duplicatesIgnored += 1;
        return { kind: "duplicate", entry: known };
      }
      journal?.append({ box: into.name, write: entry });
      return { kind: known === undefined ? "created" : "copied", entry: writeEntry(into, entry) };
    },
    empty(which) {
      version += 1;
      journal?.append({ box: which.name, empty: true });
      emptyBox(which);
    },
    version: () => version,
    changed: () => void (version += 1),
  };
}
