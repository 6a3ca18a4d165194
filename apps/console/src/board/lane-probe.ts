import type { BoardQueue } from "@touchline/queue/board";
import type { LaneName } from "@touchline/queue/catalog";
import { withDeadline } from "../deadline.ts";

const deadlineMs = 1_000;
const trustedMs = 2_000;

export interface LaneProbe {
  /** Whether the lane answers; never throws and never takes longer than a second. */
  isReachable(lane: LaneName): Promise<boolean>;
}

/** Asks each lane whether it answers, at most every two seconds, so that a store that hangs holds no page up. */
export function createLaneProbe(
  queues: readonly BoardQueue[],
  nowMs: () => number = () => performance.now(),
): LaneProbe {
  const probes = new Map<LaneName, { at: number; answer: Promise<boolean> }>();

  async function probe(lane: LaneName): Promise<boolean> {
    const queue = queues.find((candidate) => candidate.lane === lane)?.queue;
    if (queue === undefined) return false;
    try {
      await withDeadline(queue.getJobCounts("wait"), deadlineMs, `the ${lane} lane`);
      return true;
    } catch {
      // Any failure means the same here: this lane cannot be shown now. Its owner logs why.
      return false;
    }
  }

  return {
    async isReachable(lane) {
      const last = probes.get(lane);
      if (last !== undefined && nowMs() - last.at < trustedMs) return await last.answer;
      const answer = probe(lane);
      probes.set(lane, { at: nowMs(), answer });
      return await answer;
    },
  };
}
