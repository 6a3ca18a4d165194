import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, isRunning, readIfThere, readPidFile } from "./pid-file.ts";
import type { ServerFolder } from "./server-folder.ts";

const escalation = [
  { signal: "SIGINT", waitMs: 20_000 },
  { signal: "SIGQUIT", waitMs: 5_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
] as const;

/**
 * Makes way for a start: a server whose owner died is stopped, a pid file that names no server is removed
 * (PostgreSQL would refuse to start when its number was given to another process of the same user).
 * Throws when a live process owns the server.
 */
export async function stopLeftover(server: ServerFolder): Promise<void> {
  const found = readPidFile(server.data);
  if (found !== undefined && isRunning(found.pid, server.data)) {
    const owner = Number.parseInt(readIfThere(server.ownerFile) ?? "", 10);
    if (Number.isInteger(owner) && owner !== process.pid && isAlive(owner)) {
      throw new Error(`PostgreSQL in ${server.folder} is in use by process ${owner}; stop that one first`);
    }
    await stopServer(found.pid);
  }
  rmSync(path.join(server.data, "postmaster.pid"), { force: true });
}

/** Stops a server: fast shutdown first, harder when it does not end in time. */
export async function stopServer(pid: number): Promise<void> {
  for (const { signal, waitMs } of escalation) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + waitMs;
    while (isAlive(pid) && Date.now() < deadline) await sleep(20);
  }
}
