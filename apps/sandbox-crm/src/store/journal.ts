import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Entry } from "./entry.ts";

/** What is written down, one JSON object a line. */
export type JournalLine = { box: string; write: Entry } | { box: string; empty: true };

export interface Journal {
  /** What was written before this start, in order. */
  lines: JournalLine[];
  /** In the file, as the kernel sees it, when this returns: a killed process loses nothing. Throws when the disk is full. */
  append(line: JournalLine): void;
  close(): void;
}

/** Opens or makes the file. A line that a crash cut short is dropped: its sender never got an answer. */
export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a+");
  const content = readFileSync(path);
  const end = content.lastIndexOf(0x0a) + 1;
  if (end < content.length) ftruncateSync(file, end);
  const lines = content
    .toString("utf8", 0, end)
    .split("\n")
    .filter((line) => line !== "")
    .map(readLine);
  return {
    lines,
    append: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    close: () => closeSync(file),
  };
}

/** The file is the sandbox's own; one that is not JSON stops the start with what the parser says. */
function readLine(line: string): JournalLine {
  return JSON.parse(line);
}
