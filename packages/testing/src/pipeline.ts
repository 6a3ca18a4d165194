import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startPostgres, type PrivatePostgres } from "./postgres.ts";
import { type RunningProcess, startProcess } from "./process.ts";
import { type PrivateRedis, startRedis } from "./redis.ts";
import { type Sandbox, sandboxBox } from "./sandbox.ts";
import { createSender, type Sender } from "./sender.ts";
import { withClient } from "./with-client.ts";

export type PipelineApp = "ingress" | "activity-worker" | "delivery-worker";

/** The whole product as real processes on servers of its own, with the sandbox CRM at its end. */
export interface Pipeline {
  postgres: PrivatePostgres;
  /** Undefined when Postgres is the only lane. */
  redis: PrivateRedis | undefined;
  databaseUrl: string;
  sender: Sender;
  processes: Record<PipelineApp, RunningProcess>;
  /** A mailbox of the sandbox, the target of the destination with its name. */
  box(name: string): Sandbox;
  /** Starts an app anew, as a supervisor would after a crash; an ingress keeps its place in `processes`. */
  restart(app: PipelineApp): Promise<void>;
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const secret = "whsec_dG91Y2hsaW5lLXRlc3Qtc2VjcmV0";
const sandboxSecret = "whsec_dG91Y2hsaW5lLXRlc3QtY3Jt";

export interface PipelineOptions {
  redis: boolean;
  /** Names of destinations, each with a mailbox of its own, and more keys for each in YAML flow style. */
  destinations: Record<string, string>;
  /** Off: the sandbox writes whatever it is sent and offers a read-back, so that exactly-once is the product's doing. */
  sandboxDedupe?: boolean;
  /** More keys of the endpoint in YAML flow style. */
  endpoint?: string;
}

/** Starts everything; closes what it has when a part does not come up. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const closers: (() => Promise<unknown> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const release of closers.splice(0).reverse()) await release();
  };
  try {
    return { ...(await open(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  options: PipelineOptions,
  closers: (() => Promise<unknown> | void)[],
): Promise<Omit<Pipeline, "close">> {
  const folder = mkdtempSync(path.join(tmpdir(), "touchline-pipeline-"));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = await startPostgres();
  closers.push(() => postgres.close());
  const redis = options.redis ? await startRedis() : undefined;
  if (redis !== undefined) closers.push(() => redis.close());
  const databaseUrl = await postgres.createDatabase();

  const sandboxEnv = { SANDBOX_SECRET: sandboxSecret, SANDBOX_DEDUPE: options.sandboxDedupe === false ? "off" : "on" };
  const sandbox = await startProcess("apps/sandbox-crm", sandboxEnv);
  closers.push(() => sandbox.stop());
  const configFile = path.join(folder, "touchline.yaml");
  writeFileSync(configFile, touchlineYaml(options, sandbox.url));
  const env = {
    DATABASE_URL: databaseUrl,
    ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
    TOUCHLINE_CONFIG: configFile,
    SENDPILOT_WEBHOOK_SECRET: secret,
    SANDBOX_SECRET: sandboxSecret,
  };
  const start = (app: PipelineApp): Promise<RunningProcess> => startProcess(`apps/${app}`, env);
  const processes = {
    ingress: await start("ingress"),
    "activity-worker": await start("activity-worker"),
    "delivery-worker": await start("delivery-worker"),
  };
  closers.push(() => Promise.all(Object.values(processes).map((app) => app.stop())));
  return {
    postgres,
    redis,
    databaseUrl,
    processes,
    sender: createSender({ url: () => processes.ingress.url, secret }),
    box: (name) => sandboxBox(sandbox.url, name),
    restart: async (app) => {
      processes[app] = await start(app);
    },
    query: (sql, parameters) => withClient(databaseUrl, async (client) => (await client.query(sql, parameters)).rows),
  };
}

function touchlineYaml({ destinations, endpoint = "" }: PipelineOptions, sandboxUrl: string): string {
  const lines = Object.entries(destinations).map(
    ([name, more]) =>
      `  ${name}: { type: http, url: "${sandboxUrl}/hook/${name}", readBack: "${sandboxUrl}/entries/${name}/{deliveryId}", secret: "\${SANDBOX_SECRET}"${more === "" ? "" : `, ${more}`} }`,
  );
  return [
    "sources:",
    "  sendpilot:",
    "    endpoints:",
    `      default: { secrets: ["\${SENDPILOT_WEBHOOK_SECRET}"]${endpoint === "" ? "" : `, ${endpoint}`} }`,
    "destinations:",
    ...lines,
    "",
  ].join("\n");
}
