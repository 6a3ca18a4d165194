import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dieWithParent } from "./die-with-parent.ts";
import { readPidFile } from "./pid-file.ts";
import type { ServerFolder } from "./server-folder.ts";
import type { ServerUser } from "./server-user.ts";

/** How a server ended. */
export interface ServerExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface RunningServer {
  pid: number;
  exited: Promise<ServerExit>;
}

export interface RunServerInput {
  server: ServerFolder;
  bin: string;
  user: ServerUser | undefined;
  port: number;
  settings: Record<string, string>;
}

const recoveryDeadlineMs = 120_000;

/**
 * Starts the server and waits until it accepts connections, crash recovery included. Its own process group keeps a
 * terminal's Ctrl-C away; it stops by itself when this process dies. Throws with the tail of its log.
 */
export async function runServer(input: RunServerInput): Promise<RunningServer> {
  const logStart = statSync(input.server.logFile, { throwIfNoEntry: false })?.size ?? 0;
  const child = spawnServer(input);
  const exited = new Promise<ServerExit>((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  const spawnFailure = new Promise<never>((_, reject) => child.once("error", reject));
  const { pid } = child;
  if (pid === undefined) return await spawnFailure;
  writeFileSync(input.server.ownerFile, `${process.pid}\n`);
  const endWatch = dieWithParent(pid, "INT", input.user);
  void exited.then(endWatch);
  const deadline = Date.now() + recoveryDeadlineMs;
  while (!isReady(input.server.data, pid)) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      const log = readFileSync(input.server.logFile).subarray(logStart).toString().trim();
      throw new Error(`PostgreSQL did not start on port ${input.port}:\n${log.split("\n").slice(-15).join("\n")}`);
    }
    await sleep(20);
  }
  return { pid, exited };
}

function isReady(data: string, pid: number): boolean {
  const found = readPidFile(data);
  return found !== undefined && found.pid === pid && found.ready;
}

function spawnServer({ server, bin, user, port, settings }: RunServerInput): ChildProcess {
  const all = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    log_timezone: "UTC",
    timezone: "UTC",
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(server.logFile, "a", 0o600);
  try {
    return spawn(path.join(bin, "postgres"), ["-D", server.data, "-p", String(port), ...flags], {
      cwd: "/",
      detached: true,
      stdio: ["ignore", log, log],
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    });
  } finally {
    closeSync(log);
  }
}
