import { stripVTControlCharacters } from "node:util";

/** Lines of a table: a faint heading, columns as wide as their widest cell, no trailing blanks. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, i) => Math.max(...all.map((row) => width(row[i] ?? ""))));
  return all.map((row) =>
    row
      .map((cell, i) => cell + " ".repeat(Math.max(0, (widths[i] ?? 0) - width(cell))))
      .join("  ")
      .trimEnd(),
  );
}

function width(cell: string): number {
  return [...stripVTControlCharacters(cell)].length;
}

/** One line of at most `length` characters, safe to print: what came from outside may hold escape sequences. */
export function oneLine(text: string, length = 80): string {
  const clean = printable(text).replace(/\s+/gu, " ").trim();
  const characters = [...clean];
  return characters.length <= length ? clean : `${characters.slice(0, length - 1).join("")}…`;
}

/** Text without the control characters that would steer the terminal; line breaks and tabs stay. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[^\P{Cc}\n\t]/gu, "");
}

/** `1 secret`, `2 secrets`, `no secrets`. */
export function count(amount: number, thing: string, things = `${thing}s`): string {
  return `${amount === 0 ? "no" : amount} ${amount === 1 ? thing : things}`;
}

/** `2026-09-29 13:22:17Z`, or a dash. */
export function shortTime(at: Date | null | undefined): string {
  return at === null || at === undefined ? "-" : `${at.toISOString().slice(0, 19).replace("T", " ")}Z`;
}
