import { Queue } from "bullmq";
import { type LaneName, deliveryQueueName, intakeQueueName } from "./catalog.ts";
import type { Lanes } from "./lanes.ts";

export interface BoardQueue {
  lane: LaneName;
  name: string;
  kind: "intake" | "delivery";
  queue: Queue;
}

/** Every queue on every lane, for a dashboard. Closing the lanes closes them. */
export function openBoardQueues({
  lanes,
  destinations,
}: {
  lanes: Lanes;
  destinations: readonly string[];
}): BoardQueue[] {
  const names = [
    { name: intakeQueueName, kind: "intake" as const },
    ...destinations.map((destination) => ({ name: deliveryQueueName(destination), kind: "delivery" as const })),
  ];
  return lanes.stores.flatMap((store) =>
    names.map(({ name, kind }) => ({ lane: store.lane, name, kind, queue: asPlainQueue(store.queue(name)) })),
  );
}

/** Dashboards ask for a queue on Redis by type; what they call is the same on both stores. */
function asPlainQueue(queue: object): Queue {
  if (!(queue instanceof Queue)) throw new TypeError("not a queue of BullMQ");
  return queue;
}
