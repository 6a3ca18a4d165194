import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { dieWithParent } from "@touchline/embedded-postgres/die-with-parent";
import { waitFor } from "./wait.ts";

/** An app of the house, running as its own process. */
export interface RunningProcess {
  pid: number;
  /** Where it listens, for example http://127.0.0.1:43210. */
  url: string;
  /** Kill -9; resolves when the process is gone. */
  kill9(): Promise<void>;
  /** Asks it to end (SIGTERM) and returns its exit code; one that does not end within 40 s is killed and an error. */
  stop(): Promise<number | null>;
  /** Everything it wrote, stdout and stderr, up to now. */
  output(): string;
}

/** What startProcess started and nobody stopped yet. */
export const runningProcesses = new Set<RunningProcess>();

const root = fileURLToPath(new URL("../../..", import.meta.url));
const stopDeadlineMs = 40_000;

/**
 * Starts `node <appDir>/src/main.ts` with nothing in its environment but what is given (and PATH, HOST, PORT=0,
 * LOG_LEVEL=info), and waits until /health/live answers. Throws with its output when it does not come up.
 * @param appDir relative to the repository, for example "apps/ingress"
 */
export async function startProcess(appDir: string, env: Record<string, string>): Promise<RunningProcess> {
  const child = spawn(process.execPath, [path.join(root, appDir, "src/main.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "info", ...env },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const pid = child.pid ?? 0;
  void exited.then(dieWithParent(pid, "TERM"));
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    runningProcesses.delete(running);
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), stopDeadlineMs);
    const code = await exited;
    clearTimeout(late);
    if (signal === "SIGTERM" && child.signalCode === "SIGKILL") throw new Error(`${appDir} did not end:\n${output}`);
    return code;
  };
  const running: RunningProcess = {
    pid,
    url: "",
    kill9: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
    output: () => output,
  };
  runningProcesses.add(running);
  try {
    running.url = await waitFor(() => liveUrl(output), {
      timeoutMs: 30_000,
      what: `${appDir} is live`,
      giveUp: () => ((child.exitCode ?? child.signalCode) === null ? undefined : "the process ended"),
    });
    return running;
  } catch (error) {
    await end("SIGKILL");
    throw new Error(`${appDir} did not come up:\n${output}`, { cause: error });
  }
}

async function liveUrl(output: string): Promise<string | undefined> {
  const url = /"address":"(http:\/\/[^"]+)"/.exec(output)?.[1];
  return url !== undefined && (await fetch(`${url}/health/live`)).ok ? url : undefined;
}
