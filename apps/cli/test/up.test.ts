import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive } from "@touchline/embedded-postgres/pid-file";
import { removeServerFolder } from "@touchline/embedded-postgres/server-folder";
import { samples } from "@touchline/sources/sendpilot/samples";
import { testRedisUrl } from "@touchline/testing/suite";
import { waitFor } from "@touchline/testing/wait";
import { afterAll, beforeAll, expect, test } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const timeoutMs = 120_000;
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "touchline-up-"));
});

afterAll(async () => {
  await removeServerFolder(path.join(folder, "postgres"));
  rmSync(folder, { recursive: true });
});

interface Run {
  child: ChildProcess;
  output(): string;
  exitCode: Promise<number | null>;
}

/** Runs `touchline up` with nothing but a folder of its own. */
function startUp(args: string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [main, "up", ...args], {
    env: { PATH: process.env["PATH"], TOUCHLINE_DATA: folder, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, output: () => output, exitCode };
}

/** The processes it started: five apps, PostgreSQL, and those that watch over them. */
function childrenOf({ child }: Run): number[] {
  const listed = spawnSync("ps", ["-o", "pid=", "--ppid", String(child.pid)], { encoding: "utf8" });
  return listed.stdout.trim().split(/\s+/u).map(Number);
}

async function untilUp(run: Run): Promise<number[]> {
  const giveUp = (): string | undefined => (run.child.exitCode === null ? undefined : run.output());
  await waitFor(() => run.output().includes("Ctrl-C stops everything"), {
    timeoutMs: 90_000,
    what: "it is up",
    giveUp,
  });
  expect(run.output()).toContain("Every one arrived exactly once");
  const children = childrenOf(run);
  expect(children.length).toBeGreaterThanOrEqual(6);
  return children;
}

async function untilEnded(run: Run, exitCode: number): Promise<void> {
  const ended = await run.exitCode;
  if (ended !== exitCode) throw new Error(`ended with ${ended}, not ${exitCode}:\n${run.output()}`);
}

async function untilGone(pids: number[]): Promise<void> {
  await waitFor(() => pids.every((pid) => !isAlive(pid)), { timeoutMs: 40_000, what: "every process is gone" });
}

const wholeResult = {
  accepted: samples.length + 1,
  duplicates: 1,
  activities: samples.length,
  delivered: samples.length,
};

test(
  "--check brings every sample to the CRM exactly once, says so in its last line and stops everything",
  async () => {
    const run = startUp(["--check"]);
    await untilEnded(run, 0);
    const lastLine = run.output().trimEnd().split("\n").at(-1) ?? "";
    expect(JSON.parse(lastLine)).toEqual({ ...wholeResult, seconds: expect.any(Number) });
    expect(existsSync(path.join(folder, "postgres/data/postmaster.pid"))).toBe(false);
    expect(existsSync(path.join(folder, "run.json"))).toBe(false);
  },
  timeoutMs,
);

test(
  "--check does the same through Redis, on the data of the run before",
  async () => {
    const run = startUp(["--check"], { REDIS_URL: await testRedisUrl() });
    await untilEnded(run, 0);
    expect(JSON.parse(run.output().trimEnd().split("\n").at(-1) ?? "")).toMatchObject(wholeResult);
  },
  timeoutMs,
);

test(
  "Ctrl-C stops every process in order, with success, and a second start meanwhile is refused",
  async () => {
    const run = startUp([]);
    const children = await untilUp(run);
    const second = startUp(["--check"]);
    await untilEnded(second, 1);
    expect(second.output()).toContain(`already running here (process ${run.child.pid})`);
    run.child.kill("SIGINT");
    await untilEnded(run, 0);
    await untilGone(children);
  },
  timeoutMs,
);

test(
  "an app that dies is named, and everything else stops with a failure",
  async () => {
    const run = startUp([]);
    const children = await untilUp(run);
    const console = children.find((pid) => commandOf(pid).includes("apps/console/src/main.ts"));
    process.kill(console ?? 0, "SIGKILL");
    await untilEnded(run, 1);
    expect(run.output()).toContain("console ended with SIGKILL");
    await untilGone(children);
  },
  timeoutMs,
);

test(
  "killed with -9 it leaves no process behind, and the next start takes over its data",
  async () => {
    const run = startUp([]);
    const children = await untilUp(run);
    run.child.kill("SIGKILL");
    await untilGone(children);
    const next = startUp(["--check"]);
    await untilEnded(next, 0);
  },
  timeoutMs,
);

function commandOf(pid: number): string {
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}
