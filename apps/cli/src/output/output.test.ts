import { describe, expect, test } from "vitest";
import { createPaint } from "./paint.ts";
import { oneLine, printable, shortTime, table } from "./table.ts";

test("colours are there when asked for and nowhere else", () => {
  expect(createPaint(true)("bad", "x")).toBe("\u001b[31mx\u001b[39m");
  expect(createPaint(false)("bad", "x")).toBe("x");
});

test("columns line up whatever the colours, and lines end without blanks", () => {
  const rows = [
    ["a", createPaint(true)("good", "long one"), "x"],
    ["bbb", "b", ""],
  ];
  const [heading, first, second] = table(["ID", "STATE", "WHY"], rows).map((line) =>
    line.replace(/\u001b\[\d+m/gu, ""),
  );
  expect([heading, first, second]).toEqual(["ID   STATE     WHY", "a    long one  x", "bbb  b"]);
});

describe("text from outside", () => {
  test("cannot steer the terminal", () => {
    expect(printable("a\u001b[2Jb\u0007c\u009b31md\ne")).toBe("abcd\ne");
  });
  test("is cut between characters", () => {
    expect(oneLine("ab\n cd", 80)).toBe("ab cd");
    expect(oneLine("👍👍👍👍", 3)).toBe("👍👍…");
  });
});

test("a time that is not there is a dash", () => {
  expect(shortTime(null)).toBe("-");
  expect(shortTime(new Date("2026-09-29T13:22:17.266Z"))).toBe("2026-09-29 13:22:17Z");
});
