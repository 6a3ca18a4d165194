import { type LaneName, intakeQueueName } from "./catalog.ts";
import { withDeadline } from "./deadline.ts";
import type { LaneStore, QueueDepth } from "./lane-store.ts";
import type { Lanes } from "./lanes.ts";

export interface LaneDepth {
  lane: LaneName;
  /** Undefined while the lane cannot be reached. */
  depth: QueueDepth | undefined;
}

const deadlineMs = 5_000;

/** How a queue stands on every lane; cheap enough to ask every few seconds. Never rejects. */
export async function queueDepths(lanes: Pick<Lanes, "stores">, queueName: string): Promise<LaneDepth[]> {
  return await Promise.all(lanes.stores.map((store) => depthOf(store, queueName)));
}

/** How the intake stands on every lane: what is acknowledged and not yet written down. */
export async function intakeCounts(lanes: Pick<Lanes, "stores">): Promise<LaneDepth[]> {
  return await queueDepths(lanes, intakeQueueName);
}

async function depthOf(store: LaneStore, queueName: string): Promise<LaneDepth> {
  const depth = await withDeadline(store.depth(queueName), deadlineMs, "no counts").catch(() => undefined);
  return { lane: store.lane, depth };
}
