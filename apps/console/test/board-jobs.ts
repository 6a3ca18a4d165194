import { makeIntakeEvent } from "@touchline/queue/intake-event";
import type { BoardQueue } from "@touchline/queue/board";

export const strangersText = "Hi Ann, call me at 555-0100";

export function queueOf(queues: readonly BoardQueue[], lane: string, kind: string): BoardQueue["queue"] {
  const found = queues.find((queue) => queue.lane === lane && queue.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} queue in the ${lane} lane`);
  return found.queue;
}

/** An intake job as the ingress makes it for one event, its text one that must not be shown. */
export async function addIntakeJob(
  queue: BoardQueue["queue"],
  eventType = "reply.received",
  id = "evt-1",
): Promise<string> {
  const envelope = { eventId: id, eventType, workspaceId: "ws_1" };
  const body = Buffer.from(JSON.stringify({ ...envelope, data: { replyPreview: strangersText } }));
  const event = makeIntakeEvent({
    ...{ source: "sendpilot", endpoint: "default", envelope, scheme: "svix", body },
    receivedAt: new Date(),
  });
  const job = await queue.add(eventType, { v: 1, events: [event] }, { jobId: `intake-${id}` });
  return job.id ?? "";
}

export async function addDeliveryJob(queue: BoardQueue["queue"], deliveryId: string, delay = 0): Promise<string> {
  const job = await queue.add("deliver", { v: 1, deliveryId, generation: 0 }, { jobId: `${deliveryId}-0`, delay });
  return job.id ?? "";
}
