import type { LaneName } from "./catalog.ts";
import type { JobToAdd } from "./lane-store.ts";
import type { LaneWriter } from "./lane-writer.ts";

export type Enqueued = { ok: true; lane: LaneName } | { ok: false; reason: string };

/**
 * Writes to the first lane that confirms. A lane that missed may have the jobs all the same; then two lanes have them,
 * and Postgres decides about the duplicates.
 */
export async function writeFirst(
  writers: readonly LaneWriter[],
  queueName: string,
  jobs: readonly JobToAdd[],
): Promise<Enqueued> {
  const reasons: string[] = [];
  for (const writer of writers) {
    const outcome = await writer.write(queueName, jobs);
    if (outcome.ok) return { ok: true, lane: writer.lane };
    reasons.push(`${writer.lane}: ${outcome.reason}`);
  }
  return { ok: false, reason: reasons.join("; ") };
}
