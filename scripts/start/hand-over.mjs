import { spawn } from "node:child_process";
import os from "node:os";

/**
 * Runs the command in the foreground and returns its exit code. Signals pass through: npm and a terminal may both
 * send the same one, so the command must take a repeated one calmly.
 */
export async function handOver([program, ...args], { root, env }) {
  const child = spawn(program, args, { cwd: root, env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + os.constants.signals[signal]));
  });
}
