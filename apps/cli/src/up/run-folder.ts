import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isRunning } from "@touchline/embedded-postgres/pid-file";
import { removeServerFolder } from "@touchline/embedded-postgres/server-folder";
import { CliFailure } from "../failure.ts";
import type { Environment } from "./environment.ts";

/** The repository. */
export const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** `.touchline/`, or the folder that TOUCHLINE_DATA names: everything that starting leaves on this machine. */
export interface RunFolder {
  path: string;
  postgres: string;
  logs: string;
  /** Tells other commands of a checkout how to reach what runs in it; there while it runs. */
  announce(env: Record<string, string>): void;
  release(): void;
}

const commandLine = "apps/cli/src/main.ts";

/** Opens the folder for one run at a time. @throws CliFailure when a run is using it */
export async function openRunFolder(env: Environment, { reset }: { reset: boolean }): Promise<RunFolder> {
  const folder = path.resolve(root, env["TOUCHLINE_DATA"] || ".touchline");
  const runFile = path.join(folder, "run.json");
  const owner = readOwner(runFile);
  if (owner !== undefined && owner !== process.pid && isRunning(owner, commandLine)) {
    throw new CliFailure(`Touchline is already running here (process ${owner}); stop it first`);
  }
  const postgres = path.join(folder, "postgres");
  if (reset) {
    await removeServerFolder(postgres);
    rmSync(folder, { recursive: true, force: true });
  }
  const logs = path.join(folder, "logs");
  mkdirSync(logs, { recursive: true });
  const announce = (made: Record<string, string>): void => {
    const note = { pid: process.pid, env: made };
    writeFileSync(runFile, `${JSON.stringify(note, undefined, 2)}\n`, { mode: 0o600 });
  };
  announce({});
  return { path: folder, postgres, logs, announce, release: () => rmSync(runFile, { force: true }) };
}

function readOwner(runFile: string): number | undefined {
  if (!existsSync(runFile)) return undefined;
  const match = /"pid": (\d+)/u.exec(readFileSync(runFile, "utf8"));
  return match === null ? undefined : Number(match[1]);
}
