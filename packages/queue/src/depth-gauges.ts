import type { Metrics } from "@touchline/observability/metrics";
import type { LaneDepth } from "./depths.ts";

/** Shows how queues stand. Every consumer of a queue shows the same numbers: take their maximum, not their sum. */
export function createDepthGauges(metrics: Metrics): (queue: string, depths: readonly LaneDepth[]) => void {
  const jobs = metrics.gauge("queue_jobs", "Jobs in a queue", ["queue", "lane", "state"]);
  const oldest = metrics.gauge("queue_oldest_waiting_seconds", "Age of the job that waits longest", ["queue", "lane"]);
  const reachable = metrics.gauge("lane_reachable", "1 while a lane answers", ["lane"]);

  return (queue, depths) => {
    for (const { lane, depth } of depths) {
      reachable.set({ lane }, depth === undefined ? 0 : 1);
      // What is not known is not shown; a stale number would hide the outage.
      for (const state of ["waiting", "active", "delayed", "failed"] as const) {
        if (depth === undefined) jobs.remove({ queue, lane, state });
        else jobs.set({ queue, lane, state }, depth[state]);
      }
      if (depth === undefined) oldest.remove({ queue, lane });
      else
        oldest.set(
          { queue, lane },
          depth.oldestWaitingAt === undefined ? 0 : (Date.now() - depth.oldestWaitingAt) / 1_000,
        );
    }
  };
}
