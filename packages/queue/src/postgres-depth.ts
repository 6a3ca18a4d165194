import type { Pool } from "pg";
import type { QueueDepth } from "./lane-store.ts";

/** Each count walks one of the partial indexes by state; no job's data is read. */
const depthQuery = `
SELECT (SELECT count(*)::int FROM job WHERE queue = $1 AND state = 'waiting') AS waiting,
       (SELECT count(*)::int FROM job WHERE queue = $1 AND state = 'active') AS active,
       (SELECT count(*)::int FROM job WHERE queue = $1 AND state = 'delayed') AS delayed,
       (SELECT count(*)::int FROM job WHERE queue = $1 AND state = 'failed') AS failed,
       (SELECT added_at_ms::float8 FROM job WHERE queue = $1 AND state = 'waiting' ORDER BY priority, seq LIMIT 1) AS "addedAt",
       EXISTS (SELECT 1 FROM meta WHERE queue = $1 AND field = 'paused' AND value = '1') AS paused`;

interface DepthRow {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  addedAt: number | null;
  paused: boolean;
}

export async function postgresDepth(pool: Pool, queueName: string): Promise<QueueDepth> {
  const { rows } = await pool.query<DepthRow>(depthQuery, [queueName]);
  const [row] = rows;
  if (row === undefined) throw new Error("Postgres gave no counts");
  const { addedAt, ...counts } = row;
  return { ...counts, oldestWaitingAt: addedAt ?? undefined };
}
