import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "../src/pid-file.ts";
import { placeBinaries } from "../src/reachable-place.ts";
import { removeServerFolder } from "../src/server-folder.ts";
import { canEnter, findServerUser } from "../src/server-user.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../src/start-embedded-postgres.ts";

const serverUser = findServerUser();
let folder = "";
let dataDir = "";
let running: EmbeddedPostgres[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "touchline-embedded-"));
  chmodSync(folder, 0o755);
  dataDir = path.join(folder, "postgres");
});

afterEach(async () => {
  for (const server of running) await server.stop();
  running = [];
  await removeServerFolder(dataDir);
  rmSync(folder, { recursive: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir });
  running.push(server);
  return server;
}

async function startInOwnProcess(): Promise<{ parent: ChildProcess; serverPid: number }> {
  const script = fileURLToPath(new URL("crash-in-use.ts", import.meta.url));
  const parent = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(parent.stdout, "data");
  return { parent, serverPid: Number(String(line)) };
}

async function untilGone(pid: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < 5_000 && isAlive(pid); waitedMs += 50) await sleep(50);
  return !isAlive(pid);
}

test("a first start makes a server whose password only its owner can read, and a restart keeps it", async () => {
  const first = await start();
  expect(statSync(path.join(dataDir, "password")).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(dataDir, "password"), "utf8").trim()).toBe(new URL(first.url).password);
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start();
  expect(new URL(second.url).password).toBe(new URL(first.url).password);
});

test("a server killed with -9 starts again on its data", async () => {
  const first = await start();
  process.kill(first.pid, "SIGKILL");
  expect((await first.exited).signal).toBe("SIGKILL");
  const second = await start();
  expect(readFileSync(path.join(dataDir, "postgres.log"), "utf8")).toContain("automatic recovery in progress");
  expect(isAlive(second.pid)).toBe(true);
});

test("a pid file that names another process of today does not keep the server from starting", async () => {
  const first = await start();
  await first.stop();
  const pidFile = path.join(dataDir, "data", "postmaster.pid");
  writeFileSync(pidFile, `${process.pid}\n${path.join(dataDir, "data")}\n1\n5432\n\n127.0.0.1\n\nready\n`);
  expect(isAlive((await start()).pid)).toBe(true);
});

test("a server does not outlive a parent that was killed with -9", async () => {
  const { parent, serverPid } = await startInOwnProcess();
  expect(isAlive(serverPid)).toBe(true);
  parent.kill("SIGKILL");
  expect(await untilGone(serverPid)).toBe(true);
});

test("a server in use by a live process is left alone, and the error names that process", async () => {
  const { parent, serverPid } = await startInOwnProcess();
  await expect(start()).rejects.toThrow(`in use by process ${parent.pid}`);
  expect(isAlive(serverPid)).toBe(true);
  parent.kill("SIGKILL");
  await untilGone(serverPid);
});

test.runIf(serverUser !== undefined)("root can start it in a folder that only root can enter", async () => {
  chmodSync(folder, 0o700);
  const server = await start();
  expect(server.folder).not.toBe(dataDir);
  expect(existsSync(path.join(dataDir, "password"))).toBe(true);
  await server.stop();
  const again = await start();
  expect(again.folder).toBe(server.folder);
  await again.stop();
  await removeServerFolder(dataDir);
  expect(existsSync(server.folder)).toBe(false);
});

test.runIf(serverUser !== undefined)("a folder removed by hand takes its data along, wherever that lay", async () => {
  chmodSync(folder, 0o700);
  const first = await start();
  await first.stop();
  rmSync(dataDir);
  const second = await start();
  expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
});

test.runIf(serverUser !== undefined)("binaries that the server's user cannot reach are copied to where it can", () => {
  if (serverUser === undefined) return;
  const hidden = path.join(folder, "hidden", "native");
  mkdirSync(path.join(hidden, "bin"), { recursive: true });
  writeFileSync(path.join(hidden, "bin", "postgres"), "a program");
  chmodSync(path.dirname(hidden), 0o700);
  const placed = placeBinaries({ folder: hidden, version: path.basename(folder) }, serverUser);
  expect(canEnter(serverUser, path.join(placed, "bin"))).toBe(true);
  expect(readFileSync(path.join(placed, "bin", "postgres"), "utf8")).toBe("a program");
  rmSync(placed, { recursive: true });
});
