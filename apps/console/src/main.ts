import { randomBytes } from "node:crypto";
import { loadConfig } from "@touchline/config/load-config";
import { formatProblems } from "@touchline/config/problem";
import { destinationOptions } from "@touchline/connectors/registry";
import { openDb } from "@touchline/db/client";
import { ensureGeneratedSecret } from "@touchline/db/generated-secrets";
import { sqlStateOf } from "@touchline/db/store-error";
import { listen } from "@touchline/observability/listen";
import { createMetrics } from "@touchline/observability/metrics";
import { runService } from "@touchline/observability/service";
import { openBoardQueues } from "@touchline/queue/board";
import { openLanes } from "@touchline/queue/lanes";
import { buildConsole } from "./app.ts";
import { describeKnown } from "./describe-known.ts";
import { prepareAdmin } from "./prepare-admin.ts";

const defaultPort = 8081;
const makeKey = (): string => randomBytes(32).toString("base64url");

runService("console", async ({ log, env, onClose }) => {
  const loaded = loadConfig({ env, destinationOptions });
  if (!loaded.ok) throw new Error(`the configuration is wrong:\n${formatProblems(loaded.problems)}`);
  const { databaseUrl, redisUrl, destinations, host, port, consoleAdminPassword } = loaded.config;
  if (databaseUrl === undefined) throw new Error("DATABASE_URL is not set; the console reads everything from there");

  const metrics = createMetrics("console");
  const db = openDb(databaseUrl, { maxConnections: 8 });
  onClose("database", () => db.$disconnect());
  const cookieKey = await ensureGeneratedSecret(db, "console-cookie-key", makeKey).catch(explainMissingTables);
  await prepareAdmin(db, consoleAdminPassword, log);

  const lanes = openLanes({
    databaseUrl,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    log,
    metrics,
    purpose: "board",
  });
  onClose("lanes", () => lanes.close());
  const queues = openBoardQueues({ lanes, destinations: Object.keys(destinations) });

  const known = describeKnown(loaded.config);
  const app = await buildConsole({ db, queues, known, cookieKey, log, metrics, now: () => new Date() });
  onClose("http", () => app.close());
  await listen(app, { host, port: port ?? defaultPort, log });
});

/** 42P01: the first table asked for is not there. */
function explainMissingTables(error: unknown): never {
  if (sqlStateOf(error) !== "42P01") throw error;
  throw new Error("the database has no tables yet; run `npm run touchline -- migrate` first", { cause: error });
}
