import { describe, expect, it } from "vitest";
import { eventTime } from "./event-time.ts";

const receivedAt = new Date("2026-10-01T12:00:00.000Z");

describe("eventTime", () => {
  it.each([
    ["its own word", "2026-10-01T11:58:00.123Z", "2026-10-01T11:58:00.123Z", false],
    ["any zone", "2026-10-01T13:58:00+02:00", "2026-10-01T11:58:00.000Z", false],
    ["an old fact", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000Z", false],
    ["ten minutes ahead", "2026-10-01T12:10:00.000Z", "2026-10-01T12:10:00.000Z", false],
    ["further ahead", "2026-10-01T12:10:00.001Z", "2026-10-01T12:00:00.000Z", true],
    ["no zone", "2026-10-01T11:00:00", "2026-10-01T12:00:00.000Z", true],
    ["garbage", "yesterday", "2026-10-01T12:00:00.000Z", true],
    ["the year 0", "0000-01-01T00:00:00Z", "2026-10-01T12:00:00.000Z", true],
    ["nothing", undefined, "2026-10-01T12:00:00.000Z", false],
  ])("counts %s", (_what, claimed, expected, flagged) => {
    const { at, flagged: isFlagged } = eventTime(claimed, receivedAt);
    expect({ at: at.toISOString(), flagged: isFlagged }).toEqual({ at: expected, flagged });
  });
});
