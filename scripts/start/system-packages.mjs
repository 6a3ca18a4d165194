import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { Failure, runQuietly, say } from "./run-quietly.mjs";

const needed = [
  { debian: "redis-server", isThere: () => onPath("redis-server") },
  { debian: "chromium", isThere: () => existsSync("/usr/bin/chromium") },
];

/** What the suites need from the system: installed where that may be done, else named in one line. */
export async function ensureSystemPackages() {
  const missing = needed.filter((item) => !item.isThere()).map((item) => item.debian);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) {
    throw new Failure(
      `the tests need ${missing.join(" and ")}: install with \`sudo apt-get install ${missing.join(" ")}\``,
    );
  }
  say(`installing ${missing.join(" and ")} for the tests (once)`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...missing];
  await runQuietly("apt-get update", ["apt-get", "update"], { env });
  await runQuietly("apt-get install", install, { env });
}

function onPath(program) {
  return spawnSync("sh", ["-c", 'command -v "$0"', program]).status === 0;
}
