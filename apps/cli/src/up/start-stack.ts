import type { Config } from "@touchline/config/config";
import { settingsFor } from "../settings.ts";
import type { AppName } from "./apps.ts";
import { choosePorts } from "./choose-ports.ts";
import type { Closers } from "./closers.ts";
import type { Halt } from "./halt.ts";
import { openDatabase } from "./open-database.ts";
import type { Environment } from "./environment.ts";
import { prepareEnvironment } from "./prepare-environment.ts";
import type { RunFolder } from "./run-folder.ts";
import { type RunningApp, startApp } from "./start-app.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

/** A running Touchline. */
export interface Stack {
  databaseUrl: string;
  urls: Record<AppName, string>;
  webhookUrl: string;
  config: Config;
  folder: RunFolder;
  /** Undefined when the user set it. */
  consolePassword: string | undefined;
  /** What does not work yet, one line each. */
  lacking: string[];
}

export interface StartStackInput {
  env: Environment;
  folder: RunFolder;
  closers: Closers;
  halt: Halt;
  progress(line: string): void;
}

/** Starts the database and every app, and waits until all are ready. What it opened is left to the closers. */
export async function startStack({ env, folder, closers, halt, progress }: StartStackInput): Promise<Stack> {
  const made = prepareEnvironment(env, folder.path);
  const config = settingsFor({ env: { ...env, ...made } });
  const ports = await choosePorts(config.host, config.port);
  for (const { name, port, insteadOf } of ports) {
    if (insteadOf !== undefined) progress(`port ${insteadOf} is busy: ${name} uses ${port}`);
  }
  const urls = urlsOf(ports, config.host);
  made["SANDBOX_URL"] = urls["sandbox-crm"];
  const databaseUrl = await openDatabase({ given: config.databaseUrl, folder, closers, halt, log: progress });
  if (config.databaseUrl === undefined) made["DATABASE_URL"] = databaseUrl;
  progress(config.databaseUrl === undefined ? "PostgreSQL is ready (embedded)" : "the database is up to date");
  folder.announce({
    ...made,
    DATABASE_URL: databaseUrl,
    ...(config.redisUrl === undefined ? {} : { REDIS_URL: config.redisUrl }),
  });

  const running: RunningApp[] = [];
  for (const { name, port } of ports) {
    halt.signal.throwIfAborted();
    const input = { name, port, url: urls[name], env: { ...env, ...made }, logFolder: folder.logs };
    running.push(await superviseApp(input, closers, halt));
  }
  const lacking = await waitForAll(running, halt.signal, progress);
  const webhookUrl = `${urls.ingress}/webhooks/sendpilot`;
  const consolePassword = made["CONSOLE_ADMIN_PASSWORD"];
  return { config, folder, databaseUrl, urls, webhookUrl, consolePassword, lacking };
}

async function superviseApp(input: Parameters<typeof startApp>[0], closers: Closers, halt: Halt): Promise<RunningApp> {
  const app = await startApp(input);
  let stopping = false;
  closers.add(app.name, async () => {
    stopping = true;
    await app.stop();
  });
  void app.exited.then((how) => {
    if (!stopping) halt.because(new Error(`${app.name} ended with ${how}. The end of its log:\n${app.logTail()}`));
  });
  return app;
}

async function waitForAll(
  apps: RunningApp[],
  signal: AbortSignal,
  progress: (line: string) => void,
): Promise<string[]> {
  const waits = apps.map(async (app) => {
    const lack = await waitUntilReady(app, signal);
    if (lack === undefined) progress(`${app.name} is ready`);
    return lack === undefined ? [] : [`${app.name} is not ready: ${lack}`];
  });
  return (await Promise.all(waits)).flat();
}

function urlsOf(ports: { name: AppName; port: number }[], host: string): Record<AppName, string> {
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  const urls = { "sandbox-crm": "", "delivery-worker": "", "activity-worker": "", console: "", ingress: "" };
  for (const { name, port } of ports) urls[name] = `http://${shown}:${port}`;
  return urls;
}
