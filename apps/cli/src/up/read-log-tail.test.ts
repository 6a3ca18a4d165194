import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readLogTail } from "./read-log-tail.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "touchline-log-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function tailOf(lines: string[]): string {
  const file = path.join(folder, "app.log");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return readLogTail(file);
}

test("a log record reads as its message and its error's own words", () => {
  expect(
    tailOf([JSON.stringify({ level: "fatal", msg: "could not start", err: { message: "port 1 is in use" } })]),
  ).toBe("  could not start: port 1 is in use");
});

test("what Node itself prints is kept, without the stack", () => {
  expect(tailOf(["Error: no such module", "    at load (node:internal)", ""])).toBe("  Error: no such module");
});

test("of a long log the end is shown, without what would steer the terminal", () => {
  const lines = Array.from({ length: 50 }, (_, i) => `line ${i}`);
  const shown = tailOf([...lines, "\u001b[2Jlast"]).split("\n");
  expect(shown.at(-1)).toBe("  last");
  expect(shown.length).toBeLessThan(20);
});
