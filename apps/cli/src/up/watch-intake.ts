import { createLogger } from "@touchline/observability/logger";
import { createMetrics } from "@touchline/observability/metrics";
import { intakeCounts } from "@touchline/queue/depths";
import { openLanes } from "@touchline/queue/lanes";

export interface IntakeWatch {
  /** Whether no lane that can be reached holds an event. */
  isEmpty(): Promise<boolean>;
  close(): Promise<void>;
}

/** Watches what is acknowledged and not yet written down. */
export function watchIntake({
  databaseUrl,
  redisUrl,
}: {
  databaseUrl: string;
  redisUrl: string | undefined;
}): IntakeWatch {
  const log = createLogger({ service: "up", level: "silent" });
  const lanes = openLanes({ databaseUrl, redisUrl, purpose: "board", log, metrics: createMetrics("up") });
  return {
    isEmpty: async () => {
      const depths = await intakeCounts(lanes);
      return depths.every(({ depth }) => depth === undefined || depth.waiting + depth.active + depth.delayed === 0);
    },
    close: () => lanes.close(),
  };
}
