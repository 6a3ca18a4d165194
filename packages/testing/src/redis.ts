import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dieWithParent } from "@touchline/embedded-postgres/die-with-parent";
import { freePort } from "@touchline/embedded-postgres/free-port";
import { redisCommand } from "./redis-command.ts";
import { waitFor } from "./wait.ts";

/** A Redis of a test's own that confirms nothing it could lose, to be killed and brought back with its data. */
export interface PrivateRedis {
  url: string;
  port: number;
  pid(): number;
  /** Kill -9, as a crash would; resolves when the process is gone. */
  kill9(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

interface RunningRedis {
  pid: number;
  end(signal: NodeJS.Signals): Promise<void>;
}

const durableSettings = {
  appendonly: "yes",
  appendfsync: "always",
  "maxmemory-policy": "noeviction",
  save: "",
  databases: "64",
};

export async function startRedis(input: { settings?: Record<string, string> } = {}): Promise<PrivateRedis> {
  const folder = mkdtempSync(path.join(tmpdir(), "touchline-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const settings = { ...durableSettings, ...input.settings, dir: folder, port: String(port), bind: "127.0.0.1" };
  let server = await runRedis(url, settings);
  return {
    url,
    port,
    pid: () => server.pid,
    kill9: () => server.end("SIGKILL"),
    stop: () => server.end("SIGTERM"),
    start: async () => {
      server = await runRedis(url, settings);
    },
    close: async () => {
      await server.end("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runRedis(url: string, settings: Record<string, string>): Promise<RunningRedis> {
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn("redis-server", flags, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const pid = await startedPid(child);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void exited.then(dieWithParent(pid, "TERM"));
  try {
    await waitFor(async () => (await redisCommand(url, "PING")).includes("PONG"), {
      timeoutMs: 30_000,
      what: "Redis answers PING",
      giveUp: () => (child.exitCode === null ? undefined : "redis-server ended"),
    });
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`redis-server did not start:\n${output}`, { cause: error });
  }
  return {
    pid,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}

async function startedPid(child: ChildProcess): Promise<number> {
  return await new Promise((resolve, reject) => {
    child.once("spawn", () => resolve(child.pid ?? 0));
    child.once("error", (cause) => {
      reject(new Error("redis-server is missing: install it (Debian: apt-get install redis-server)", { cause }));
    });
  });
}
