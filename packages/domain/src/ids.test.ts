import { describe, expect, it } from "vitest";
import { isId, makeId } from "./ids.ts";

const zeros = new Uint8Array(10);
const ones = new Uint8Array(10).fill(255);

describe("makeId", () => {
  it("names what it is for and orders by time", () => {
    const ids = [1, 31, 32, 1_790_000_000_000, 1_790_000_000_001].map((ms) => makeId("event", ms, zeros));
    expect(ids).toEqual([...ids].sort());
    expect(ids.every((id) => isId("event", id))).toBe(true);
    expect(isId("activity", ids[0] ?? "")).toBe(false);
  });

  it("uses every random bit", () => {
    expect(makeId("delivery", 0, ones)).toBe(`dlv_${"0".repeat(10)}${"z".repeat(16)}`);
    const flipped = Array.from({ length: 80 }, (_, bit) => {
      const random = new Uint8Array(10);
      random[bit >> 3] = 1 << (bit & 7);
      return makeId("delivery", 0, random);
    });
    expect(new Set(flipped).size).toBe(80);
  });

  it("refuses too few random bytes", () => {
    expect(() => makeId("event", 0, new Uint8Array(9))).toThrow(RangeError);
  });
});
