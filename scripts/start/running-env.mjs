import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a `npm start` that runs in this checkout made for itself, so that other commands reach it without settings. */
export function runningEnv(root) {
  const file = path.join(path.resolve(root, process.env.TOUCHLINE_DATA || ".touchline"), "run.json");
  if (!existsSync(file)) return {};
  const { pid, env } = JSON.parse(readFileSync(file, "utf8"));
  return isAlive(pid) ? env : {};
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
