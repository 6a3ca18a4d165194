import { readFileSync } from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";

/** What a running PostgreSQL writes about itself into its data folder. */
export interface PidFile {
  pid: number;
  port: number | undefined;
  ready: boolean;
}

/** Reads postmaster.pid: line 1 is the pid, line 4 the port, line 8 the state (as pg_ctl reads it). */
export function readPidFile(data: string): PidFile | undefined {
  const text = readIfThere(path.join(data, "postmaster.pid"));
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  const pid = Number.parseInt(lines[0] ?? "", 10);
  const port = Number.parseInt(lines[3] ?? "", 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number.isInteger(port) ? port : undefined, ready: (lines[7] ?? "").trim() === "ready" };
}

/** Whether this pid is a live process with these words in its command line, not another one that got its number. */
export function isRunning(pid: number, words: string): boolean {
  return isAlive(pid) && commandLine(pid).includes(words);
}

/** Whether a process of this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A file's text, or undefined when it is not there. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function commandLine(pid: number): string {
  if (process.platform === "linux") return (readIfThere(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ");
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}
