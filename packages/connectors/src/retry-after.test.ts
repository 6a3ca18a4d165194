import { describe, expect, it } from "vitest";
import { maxRestMs, retryAfter } from "./retry-after.ts";

const now = new Date("2026-03-01T10:00:00.000Z");
const restMs = (header: string | null): number | undefined => {
  const until = retryAfter(header, now);
  return until === undefined ? undefined : until.getTime() - now.getTime();
};

describe("retryAfter", () => {
  it.each([
    ["120", 120_000],
    [" 5 ", 5_000],
    ["1.5", 1_500],
    ["Sun, 01 Mar 2026 10:01:00 GMT", 60_000],
    ["Sunday, 01-Mar-26 10:01:00 GMT", 60_000],
    ["Sun Mar  1 10:01:00 2026", 60_000],
  ])("reads %j", (header, expected) => expect(restMs(header)).toBe(expected));

  it("never makes the rest shorter than a second or longer than a day", () => {
    expect(restMs("0")).toBe(1_000);
    expect(restMs("86401")).toBe(maxRestMs);
    expect(restMs("999999999999999")).toBe(maxRestMs);
    expect(restMs("Fri, 01 Mar 2030 10:00:00 GMT")).toBe(maxRestMs);
  });

  it.each([
    null,
    "",
    "soon",
    "-5",
    "5, 10",
    "1e3",
    "Sun, 01 Mar 2026 09:59:59 GMT",
    "Sun, 99 Mar 2026 10:01:00 GMT",
    "2026-03-01",
  ])("has no answer to %j", (header) => expect(restMs(header)).toBeUndefined());
});
