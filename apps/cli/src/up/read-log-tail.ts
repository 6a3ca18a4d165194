import { readFileSync } from "node:fs";
import { oneLine } from "../output/table.ts";

const tailLines = 8;
const lineLength = 300;

/** The last lines of an app's log as a person reads them: messages without their JSON, errors without their stack. */
export function readLogTail(file: string): string {
  const lines = readFileSync(file, "utf8").split("\n");
  const readable = lines.filter((line) => line.trim() !== "" && !/^\s+at /u.test(line)).map(messageOf);
  return readable
    .slice(-tailLines)
    .map((line) => `  ${oneLine(line, lineLength)}`)
    .join("\n");
}

function messageOf(line: string): string {
  try {
    const record: unknown = JSON.parse(line);
    return [textIn(record, "msg"), textIn(record, "err", "message")].filter((text) => text !== "").join(": ") || line;
  } catch {
    // Not a log record: what Node itself prints when it cannot go on.
    return line;
  }
}

function textIn(record: unknown, ...path: string[]): string {
  let value = record;
  for (const name of path) value = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof value === "string" ? value : "";
}
