import type { Paint } from "./output/paint.ts";

/** What a command is given from outside. */
export interface CliContext {
  env: Readonly<Record<string, string | undefined>>;
  /** Writes a line to stdout: the answer, and nothing else. */
  out(line: string): void;
  /** Writes a line to stderr: everything that is not the answer. */
  err(line: string): void;
  /** Colours for stdout; plain when it is no terminal or `NO_COLOR` is set. */
  paint: Paint;
  json: boolean;
  verbose: boolean;
}

/** What a command found out. `ok: false` ends in exit code 1. */
export interface Answer {
  ok: boolean;
  /** Printed with `--json`; its keys are kept from version to version. */
  json: unknown;
  /** Printed otherwise. */
  lines: readonly string[];
}

/** Exit codes: 0 done, 1 failed or the answer is no, 2 the command was not understood. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;
