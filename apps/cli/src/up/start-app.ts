import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { dieWithParent } from "@touchline/embedded-postgres/die-with-parent";
import type { AppName } from "./apps.ts";
import { readLogTail } from "./read-log-tail.ts";
import { root } from "./run-folder.ts";

export interface RunningApp {
  name: AppName;
  url: string;
  pid: number;
  /** Settles when the process ends, asked for or not, with how. */
  exited: Promise<string>;
  /** Asks it to end and waits. @throws when it has to be killed or ends with a failure */
  stop(): Promise<void>;
  /** The last lines of its log, as a person reads them. */
  logTail(): string;
}

export interface StartAppInput {
  name: AppName;
  port: number;
  url: string;
  env: Readonly<Record<string, string | undefined>>;
  logFolder: string;
}

const stopDeadlineMs = 30_000;

/**
 * Starts an app as a process with a log file. Its own process group keeps a terminal's Ctrl-C away, so that the
 * apps stop in order; it ends when this process dies.
 */
export async function startApp({ name, port, url, env, logFolder }: StartAppInput): Promise<RunningApp> {
  const logFile = path.join(logFolder, `${name}.log`);
  const log = openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, [path.join(root, "apps", name, "src/main.ts")], {
    cwd: root,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...env, PORT: String(port), PORT_FILE: undefined },
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => resolve(child.pid ?? 0));
  });
  void exited.then(dieWithParent(pid, "TERM"));
  return {
    name,
    url,
    pid,
    exited,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), stopDeadlineMs);
      const how = await exited;
      clearTimeout(late);
      // A process that is still starting has no handler yet: the signal itself ends it.
      if (how !== "exit code 0" && how !== "SIGTERM") throw new Error(`ended with ${how}`);
    },
    logTail: () => readLogTail(logFile),
  };
}
