import { CommanderError } from "commander";
import { errorMessage } from "@touchline/observability/describe-error";
import { maskCredentials } from "@touchline/observability/mask-credentials";
import { exitCodes, type CliContext } from "./context.ts";
import { CliFailure } from "./failure.ts";
import { createPaint } from "./output/paint.ts";
import { createProgram } from "./program.ts";

export interface CliInput {
  /** Without `node` and the script. */
  args: readonly string[];
  env: CliContext["env"];
  out(line: string): void;
  err(line: string): void;
  /** Whether each stream is a terminal that shows colours. */
  colours: { out: boolean; err: boolean };
}

/** Runs one command to its exit code. Never throws. */
export async function runCli({ args, env, out, err, colours }: CliInput): Promise<number> {
  const ours = args.slice(0, args.includes("--") ? args.indexOf("--") : args.length);
  const plain = Boolean(env["NO_COLOR"]);
  const context: CliContext = {
    env,
    out,
    err,
    paint: createPaint(colours.out && !plain),
    json: ours.includes("--json"),
    verbose: ours.includes("--verbose"),
  };
  let exitCode: number = exitCodes.ok;
  const program = createProgram(context, (code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return report(error, context, createPaint(colours.err && !plain));
  }
}

function report(error: unknown, { json, verbose, out, err }: CliContext, paint: CliContext["paint"]): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.ok;
    // commander has written its message to stderr by now.
    if (json) out(JSON.stringify({ error: error.message.replace(/^error: /u, "") }));
    return exitCodes.usage;
  }
  const message = maskCredentials(errorMessage(error));
  if (json) out(JSON.stringify({ error: message }));
  const known = error instanceof CliFailure;
  err(`${paint("bad", "error:")} ${known ? message : message.replace(/\s*\n\s*/gu, " ").trim()}`);
  if (verbose && error instanceof Error) err(maskCredentials(error.stack ?? ""));
  else if (!known) err("(--verbose shows where)");
  return known ? error.exitCode : exitCodes.failed;
}
