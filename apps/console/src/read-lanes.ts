import type { BoardQueue } from "@touchline/queue/board";
import type { LaneName } from "@touchline/queue/catalog";
import type { LaneProbe } from "./board/lane-probe.ts";
import { withDeadline } from "./deadline.ts";

const deadlineMs = 1_500;

export interface QueueLoad {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** How much stands in a lane's queues; without `loads` it did not answer. */
export interface LaneReading {
  lane: LaneName;
  loads?: { intake: QueueLoad; delivery: QueueLoad };
  /** Since when the event that waits longest has been waiting. */
  waitingSince?: Date;
}

/** Counts the jobs of every lane. Never throws; a lane that hangs costs at most the deadlines. */
export async function readLanes(queues: readonly BoardQueue[], probe: LaneProbe): Promise<LaneReading[]> {
  const lanes = [...new Set(queues.map(({ lane }) => lane))];
  return await Promise.all(
    lanes.map((lane) =>
      readLane(
        lane,
        queues.filter((queue) => queue.lane === lane),
        probe,
      ),
    ),
  );
}

async function readLane(lane: LaneName, queues: readonly BoardQueue[], probe: LaneProbe): Promise<LaneReading> {
  if (!(await probe.isReachable(lane))) return { lane };
  try {
    return await withDeadline(countLane(lane, queues), deadlineMs, `the ${lane} lane`);
  } catch {
    // It went away between the probe and the counting: shown like any lane that does not answer.
    return { lane };
  }
}

async function countLane(lane: LaneName, queues: readonly BoardQueue[]): Promise<LaneReading> {
  const counted = queues.map(async ({ kind, queue }) => ({ kind, load: toLoad(await queue.getJobCounts()) }));
  const loads = await Promise.all(counted);
  const sumOf = (kind: BoardQueue["kind"]): QueueLoad =>
    loads.filter((queue) => queue.kind === kind).reduce((sum, { load }) => add(sum, load), toLoad({}));
  const intake = queues.find(({ kind }) => kind === "intake")?.queue;
  const [oldest] = (await intake?.getJobs(["wait"], 0, 0, true)) ?? [];
  return {
    lane,
    loads: { intake: sumOf("intake"), delivery: sumOf("delivery") },
    ...(oldest === undefined ? {} : { waitingSince: new Date(oldest.timestamp) }),
  };
}

function toLoad(counts: Record<string, number>): QueueLoad {
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
  return { waiting: waiting + prioritized, active, delayed, failed };
}

function add(a: QueueLoad, b: QueueLoad): QueueLoad {
  return {
    waiting: a.waiting + b.waiting,
    active: a.active + b.active,
    delayed: a.delayed + b.delayed,
    failed: a.failed + b.failed,
  };
}
