import { samples } from "@touchline/sources/sendpilot/samples";
import type { Answer } from "../context.ts";
import { table } from "../output/table.ts";

/** What `send --list` shows. */
export function describeSamples(): Answer {
  const listed = samples.map(({ file, eventType, activityType }) => ({
    eventType,
    activityType,
    sample: file.replace(/\.json$/u, ""),
  }));
  const rows = listed.map(({ eventType, activityType, sample }) => [sample, eventType, activityType]);
  return { ok: true, json: { samples: listed }, lines: table(["SAMPLE", "EVENT TYPE", "BECOMES"], rows) };
}
