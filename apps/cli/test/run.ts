import { runCli } from "../src/run-cli.ts";

export interface Run {
  code: number;
  /** stdout, a line an element. */
  out: string[];
  err: string[];
  /** stdout as the JSON it must be. */
  json(): unknown;
}

/** An empty file: whatever touchline.yaml lies in the working directory is none of the tests' business. */
export const noFile = { TOUCHLINE_CONFIG: "/dev/null" };

/** Runs a command in this process with an environment of its own. */
export async function touchline(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const colours = { out: false, err: false };
  const code = await runCli({
    args,
    env: { ...noFile, ...env },
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    colours,
  });
  return { code, out, err, json: () => JSON.parse(out.join("\n")) as unknown };
}
