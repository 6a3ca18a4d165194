import { exitCodes } from "./context.ts";

/** A failure that the person at the terminal can do something about; the message is one line that says what. */
export class CliFailure extends Error {
  override name = "CliFailure";
  readonly exitCode: number;

  constructor(message: string, options: { cause?: unknown; exitCode?: number } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? exitCodes.failed;
  }
}

/** A command that was given wrongly. */
export function usageFailure(message: string): CliFailure {
  return new CliFailure(message, { exitCode: exitCodes.usage });
}
