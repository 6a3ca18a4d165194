import { expect, test } from "vitest";
import { parseByteSize } from "./byte-size.ts";
import { formatDuration, parseDuration } from "./duration.ts";

test.each<[string, number | undefined]>([
  ["1500ms", 1_500],
  ["1.5s", 1_500],
  ["5m", 300_000],
  ["2h", 7_200_000],
  ["90d", 7_776_000_000],
  ["5", undefined],
  ["-5m", undefined],
  ["5 minutes", undefined],
  ["1h30m", undefined],
  ["", undefined],
])("the duration %j is %s ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([1, 999, 1_000, 90_000, 3_600_000, 7 * 86_400_000])("%i ms is written so that it reads back", (ms) => {
  expect(parseDuration(formatDuration(ms))).toBe(ms);
});

test.each<[string, number | undefined]>([
  ["8MiB", 8_388_608],
  ["512 kib", 524_288],
  ["4096", 4_096],
  ["8MB", undefined],
  ["lots", undefined],
])("the size %j is %s bytes", (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});
