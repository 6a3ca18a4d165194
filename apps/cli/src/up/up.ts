import { errorMessage } from "@touchline/observability/describe-error";
import { maskCredentials } from "@touchline/observability/mask-credentials";
import { exitCodes } from "../context.ts";
import { CliFailure } from "../failure.ts";
import { createPaint, type Paint } from "../output/paint.ts";
import { nothingSent } from "./check-result.ts";
import { createClosers } from "./closers.ts";
import { createHalt, StopRequested } from "./halt.ts";
import type { Environment } from "./environment.ts";
import { hasOwnConfig } from "./prepare-environment.ts";
import { openRunFolder } from "./run-folder.ts";
import { startStack } from "./start-stack.ts";
import { describeAddresses, describeCurl } from "./summary.ts";
import { trySamples } from "./try-samples.ts";

export interface UpOptions {
  /** Sends the samples, stops everything, and is a success only if each arrived exactly once. */
  check: boolean;
  /** Wipes the data of earlier runs first. */
  reset: boolean;
}

export interface UpContext {
  env: Environment;
  /** One line for people; stdout unless given. */
  log?: (line: string) => void;
  paint?: Paint;
}

const checkNeedsSandbox =
  "--check delivers samples to the sandbox CRM, so it runs without a configuration of your own: " +
  "unset TOUCHLINE_CONFIG and move touchline.yaml away";

/**
 * Starts everything on this machine and stays until a signal comes (or, with `check`, until the samples are through),
 * then stops it all in order. Never throws: what went wrong is told on the way.
 * @returns the exit code
 */
export async function up(options: UpOptions, context: UpContext): Promise<number> {
  const log = context.log ?? ((line: string) => void process.stdout.write(`${line}\n`));
  const paint = context.paint ?? createPaint(process.stdout.hasColors?.() ?? false);
  const closers = createClosers();
  // Whoever does not want to wait for an orderly end: every part ends when this process is gone.
  const halt = createHalt(() => process.exit(130));
  const begunMs = Date.now();
  const progress = (line: string): void => log(paint("faint", `  ${seconds(begunMs)}  ${line}`));
  let result = nothingSent;
  let code: number = exitCodes.ok;
  try {
    const ownConfig = hasOwnConfig(context.env);
    if (options.check && ownConfig) throw new CliFailure(checkNeedsSandbox);
    const folder = await openRunFolder(context.env, options);
    closers.add("the run's note", folder.release);
    const stack = await startStack({ env: context.env, folder, closers, halt, progress });
    for (const line of stack.lacking) log(paint("warn", line));
    if (!options.check) for (const line of describeAddresses(stack, paint)) log(line);
    if (ownConfig) {
      log("\nThe configuration is your own, so no samples were sent. To send one: npm run touchline -- send");
    } else {
      const tried = await trySamples(stack, { signal: halt.signal, log, paint });
      result = tried.result;
      if (!tried.ok) code = exitCodes.failed;
    }
    if (!options.check) {
      if (!ownConfig) for (const line of describeCurl(stack, paint)) log(line);
      log(`\n${paint("faint", "Ctrl-C stops everything; the data stays.")}`);
      await halt.asked;
      halt.signal.throwIfAborted();
    }
  } catch (error) {
    code = endOf(error, options, (line) => log(paint("bad", line)));
  }
  if (!closers.isEmpty()) progress("stopping");
  const problems = await closers.closeAll();
  for (const problem of problems) log(paint("bad", `did not stop as it should: ${problem}`));
  halt.dispose();
  if (options.check) log(JSON.stringify(result));
  else if (code === exitCodes.ok) progress("stopped");
  return problems.length > 0 ? exitCodes.failed : code;
}

/** Tells why the run ended. @returns its exit code */
function endOf(error: unknown, { check }: UpOptions, tell: (line: string) => void): number {
  if (error instanceof StopRequested) return check ? 130 : exitCodes.ok;
  tell(maskCredentials(errorMessage(error)));
  return error instanceof CliFailure ? error.exitCode : exitCodes.failed;
}

function seconds(sinceMs: number): string {
  return `${((Date.now() - sinceMs) / 1_000).toFixed(1).padStart(5)} s`;
}
