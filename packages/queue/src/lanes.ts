import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import type { LaneName } from "./catalog.ts";
import type { LaneStore } from "./lane-store.ts";
import { openPostgresStore } from "./postgres-store.ts";
import { openRedisStore } from "./redis-store.ts";

/**
 * What the lanes are opened for: it decides how long a command may take. Workers open their own connections besides.
 * - `producer`: somebody waits for an answer
 * - `consumer`: counts and retries in the background
 * - `board`: pages of the dashboard
 */
export type LanePurpose = "producer" | "consumer" | "board";

export interface Lanes {
  /** In order of preference. */
  names: LaneName[];
  stores: LaneStore[];
  /** Close what was built on the lanes first. Resolves within two seconds, whatever state the stores are in. */
  close(): Promise<void>;
}

export interface LaneDeadlines {
  redisMs: number;
  postgresMs: number;
}

const defaultDeadlines: Record<LanePurpose, LaneDeadlines> = {
  producer: { redisMs: 1_000, postgresMs: 3_000 },
  consumer: { redisMs: 5_000, postgresMs: 5_000 },
  board: { redisMs: 5_000, postgresMs: 10_000 },
};

/**
 * Opens the stores: Redis first where a URL is given, Postgres always. Returns at once; stores that are away are
 * connected to when they return.
 * @param deadlines for one command; a producer's are the lanes' own settings
 */
export function openLanes(input: {
  databaseUrl: string;
  redisUrl?: string | undefined;
  purpose: LanePurpose;
  deadlines?: LaneDeadlines;
  log: Logger;
  metrics: Metrics;
}): Lanes {
  const { databaseUrl, redisUrl, purpose, log } = input;
  const { redisMs, postgresMs } = input.deadlines ?? defaultDeadlines[purpose];
  const redis = redisUrl === undefined ? [] : [openRedisStore({ url: redisUrl, deadlineMs: redisMs, log })];
  const postgres = openPostgresStore({ databaseUrl, deadlineMs: postgresMs, log, name: `touchline ${purpose}` });
  const stores = [...redis, postgres];
  return {
    names: stores.map(({ lane }) => lane),
    stores,
    close: async () => void (await Promise.all(stores.map((store) => store.close()))),
  };
}
