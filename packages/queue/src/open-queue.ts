import type { JobToAdd, LaneQueue } from "./lane-store.ts";

/** Nobody reads the event streams but the dashboard; left at their default they hold megabytes per queue. */
export const queueOptions = { streams: { events: { maxLen: 100 } } } as const;

export interface OpenQueues {
  get(name: string): LaneQueue;
  close(): Promise<void>;
}

/** Opens each queue when it is first asked for, and keeps it. */
export function createQueues(open: (name: string) => LaneQueue, onError: (error: unknown) => void): OpenQueues {
  const queues = new Map<string, LaneQueue>();
  return {
    get(name) {
      const known = queues.get(name);
      if (known !== undefined) return known;
      const opened = open(name);
      opened.on("error", onError);
      queues.set(name, opened);
      return opened;
    },
    close: async () => void (await Promise.allSettled([...queues.values()].map((queue) => queue.close()))),
  };
}

/** Adds jobs, all or none of them. */
export async function addJobs(queue: LaneQueue, jobs: readonly JobToAdd[]): Promise<void> {
  const specs = jobs.map(({ name, id, data, delayMs, options }) => ({
    name,
    data,
    opts: { ...options, jobId: id, ...(delayMs === undefined ? {} : { delay: delayMs }) },
  }));
  const [only, ...more] = specs;
  if (only === undefined) return;
  // A bulk of one costs more than an add: a transaction in Redis, two temporary tables in Postgres.
  if (more.length === 0) await queue.add(only.name, only.data, only.opts);
  else await queue.addBulk(specs);
}
