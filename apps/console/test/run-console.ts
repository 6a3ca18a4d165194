import { type Db, openDb } from "@touchline/db/client";
import { createLogger } from "@touchline/observability/logger";
import { createMetrics } from "@touchline/observability/metrics";
import { type BoardQueue, openBoardQueues } from "@touchline/queue/board";
import { openLanes } from "@touchline/queue/lanes";
import { testDatabase } from "@touchline/testing/suite";
import type { FastifyInstance } from "fastify";
import { buildConsole } from "../src/app.ts";
import type { Known } from "../src/find-needs.ts";
import { prepareAdmin } from "../src/prepare-admin.ts";
import type { LoginLimits } from "../src/security/login-limits.ts";

export const password = "correct horse battery";

const known: Known = {
  endpoints: [{ source: "sendpilot", name: "default", path: "/webhooks/sendpilot", ready: true, unset: [] }],
  destinations: [{ name: "crm", type: "http", unset: [] }],
};

export interface RunningConsole {
  url: string;
  app: FastifyInstance;
  db: Db;
  queues: BoardQueue[];
  /** Everything logged so far. */
  log(): string;
  /** Moves the console's clock. */
  passMs(ms: number): void;
  close(): Promise<void>;
}

interface RunInput {
  /** A fresh one by default. */
  databaseUrl?: string;
  redisUrl?: string;
  limits?: LoginLimits;
}

/** The console on a fresh database, listening on a port of its own. */
export async function runConsole(input: RunInput = {}): Promise<RunningConsole> {
  const databaseUrl = input.databaseUrl ?? (await testDatabase());
  const db = openDb(databaseUrl, { maxConnections: 4 });
  let logged = "";
  const log = createLogger({ service: "console", destination: { write: (line) => void (logged += line) } });
  const metrics = createMetrics("console");
  const redis = input.redisUrl === undefined ? {} : { redisUrl: input.redisUrl };
  const lanes = openLanes({ databaseUrl, ...redis, log, metrics, purpose: "board" });
  const queues = openBoardQueues({ lanes, destinations: known.destinations.map(({ name }) => name) });
  await prepareAdmin(db, password, log);
  let passed = 0;
  const app = await buildConsole({
    ...{ db, queues, known, log, metrics, cookieKey: "a key only for this test" },
    now: () => new Date(Date.now() + passed),
    ...(input.limits === undefined ? {} : { limits: input.limits }),
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    ...{ url, app, db, queues },
    log: () => logged,
    passMs: (ms) => void (passed += ms),
    async close() {
      await app.close();
      await lanes.close();
      await db.$disconnect();
    },
  };
}
