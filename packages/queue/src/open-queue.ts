import type { JobToAdd, LaneQueue } from "./lane-store.ts";

/** Nobody reads the event streams but the dashboard; left at their default they hold megabytes per queue. */
export const queueOptions = { streams: { events: { maxLen: 100 } } } as const;

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
