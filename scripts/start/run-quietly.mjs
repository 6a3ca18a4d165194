import { spawn } from "node:child_process";

/** Something a person can do something about; shown without a stack. */
export class Failure extends Error {}

/** Progress goes to stderr: stdout belongs to what is started. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

const progressEveryMs = 10_000;

/**
 * Runs a step and returns its stdout. Its output is shown only when it fails; until it ends, a line now and then says
 * that it still works. A signal reaches the step too, and ends this process once the step is gone.
 */
export async function runQuietly(what, [program, ...args], options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let stdout = "";
  let output = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    output += chunk;
  });
  child.stderr.on("data", (chunk) => (output += chunk));
  const startedMs = Date.now();
  const progress = setInterval(() => {
    say(`  ${what}: ${lastLine(output)}(${Math.round((Date.now() - startedMs) / 1000)} s)`);
  }, progressEveryMs);
  const passOn = (signal) => {
    child.kill(signal);
    child.once("close", () => process.exit(130));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, passOn);
  try {
    const ended = await new Promise((resolve, reject) => {
      child.once("error", (error) => reject(new Failure(`${what}: ${program} does not run (${error.message})`)));
      child.once("close", (code, signal) => resolve(code ?? signal));
    });
    if (ended !== 0) throw new Failure(`${what} failed (${ended}):\n${output.trim()}`);
    return stdout;
  } finally {
    clearInterval(progress);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeListener(signal, passOn);
  }
}

function lastLine(output) {
  const lines = output.split(/[\r\n]/).filter((line) => line.trim() !== "" && !line.startsWith("npm warn"));
  const line = lines.at(-1) ?? "";
  return line === "" ? "" : `${line.slice(0, 100)} `;
}
