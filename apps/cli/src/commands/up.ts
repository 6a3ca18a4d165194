import type { Command } from "commander";
import type { CommandDeps } from "../reply.ts";

const examples = `
Data, logs and the secrets it makes are in .touchline/ and stay there. What is in the environment or in touchline.yaml
comes first: DATABASE_URL and REDIS_URL, for instance.

Examples:
  touchline up
  touchline up --check
  touchline up --reset`;

export function addUp(program: Command, { context, finish }: CommandDeps): void {
  program
    .command("up")
    .description("start everything on this machine, with an embedded PostgreSQL unless DATABASE_URL is set")
    .option("--check", "send the samples, stop everything, and exit 0 only if each arrived exactly once", false)
    .option("--reset", "wipe the data of earlier runs first", false)
    .addHelpText("after", examples)
    .action(async (options: { check: boolean; reset: boolean }) => {
      const { env, paint, json, out, err } = context;
      // The result of --check is the one line that is an object; with --json the rest is not for stdout.
      const log = (line: string): void => (json && !line.startsWith("{") ? err(line) : out(line));
      const { up } = await import("../up/up.ts");
      finish(await up(options, { env, log, paint }));
    });
}
