import type { ActiveFault } from "../faults/fault.ts";
import type { Entry } from "./entry.ts";

/** One independent mailbox: a CRM account of its own, so that several destinations can share one sandbox. */
export interface Box {
  name: string;
  /** Whether a repeated delivery id is ignored. */
  dedupe: boolean;
  faults: ActiveFault[];
  /** By delivery id, in order of arrival. */
  entries: Map<string, Entry>;
  /** By person key, the one heard of last at the end; timelines in order of arrival. */
  contacts: Map<string, Entry[]>;
  counts: { copies: number; calls: number; duplicatesIgnored: number; rejected: number; failedOnRequest: number };
}

export interface Stats {
  entries: number;
  contacts: number;
  /** Writes in all: equals `entries` when each was written exactly once. */
  copies: number;
  /** Requests to the hook, whatever came of them. */
  calls: number;
  duplicatesIgnored: number;
  /** Requests with a wrong signature or an unreadable payload. */
  rejected: number;
  /** Requests that met a fault. */
  failedOnRequest: number;
}

export function makeBox(name: string, dedupe: boolean): Box {
  return { name, dedupe, faults: [], entries: new Map(), contacts: new Map(), counts: noCounts() };
}

export function statsOf({ entries, contacts, counts }: Box): Stats {
  return { entries: entries.size, contacts: contacts.size, ...counts };
}

/** Adds an entry, or a copy to the one there is. */
export function writeEntry(box: Box, entry: Entry): Entry {
  const known = box.entries.get(entry.deliveryId);
  box.counts.copies += entry.copies;
  if (known !== undefined) {
    known.copies += entry.copies;
    return known;
  }
  box.entries.set(entry.deliveryId, entry);
  if (entry.personKey !== null) {
    const timeline = box.contacts.get(entry.personKey) ?? [];
    timeline.push(entry);
    box.contacts.delete(entry.personKey);
    box.contacts.set(entry.personKey, timeline);
  }
  return entry;
}

/** Forgets entries and counts; faults and settings stay. */
export function emptyBox(box: Box): void {
  box.entries.clear();
  box.contacts.clear();
  box.counts = noCounts();
}

function noCounts(): Box["counts"] {
  return { copies: 0, calls: 0, duplicatesIgnored: 0, rejected: 0, failedOnRequest: 0 };
}
