import { pino } from "pino";
import { build as prettyStream } from "pino-pretty";
import { maskCredentials } from "./mask-credentials.ts";
import { redact } from "./redact.ts";

export type Logger = pino.Logger;

export interface LoggerOptions {
  /** Name of the process, in every line. */
  service: string;
  /** One of pino's level names or `silent`; anything else counts as `info` and is warned about. */
  level?: string | undefined;
  /** Lines for people instead of JSON; by default whether stdout is a terminal. */
  pretty?: boolean;
  /** Where lines go; stdout unless a test listens. */
  destination?: pino.DestinationStream;
}

const levels = [...Object.keys(pino.levels.values), "silent"];

/**
 * Makes the logger of a process: one JSON object a line with ISO time, level name and `service`. Message texts, bodies
 * and credentials are redacted by key wherever they are nested, passwords in URLs by pattern.
 */
export function createLogger({ service, level = "info", pretty, destination }: LoggerOptions): Logger {
  const known = levels.includes(level);
  const options: pino.LoggerOptions = {
    level: known ? level : "info",
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: redact },
    // `redact` has described the error by then; pino's own serializer would take the description for another error.
    serializers: { err: (error: unknown) => error },
    hooks: { streamWrite: maskCredentials },
  };
  const log = redactChildren(pino(options, destination ?? openDestination(pretty ?? process.stdout.isTTY)));
  if (!known) log.warn({ given: level, allowed: levels }, "unknown log level, using info");
  return log;
}

/** pino formats no child's bindings, so they are redacted where they come in; children inherit this from their parent. */
function redactChildren(log: Logger): Logger {
  const { child } = log;
  log.child = function redactedChild<L extends string>(
    this: Logger,
    bindings: pino.Bindings,
    options?: pino.ChildLoggerOptions<L>,
  ): pino.Logger<L> {
    return child.call<Logger, [pino.Bindings, pino.ChildLoggerOptions<L>?], pino.Logger<L>>(
      this,
      redact(bindings),
      options,
    );
  };
  return log;
}

/** Synchronous on purpose: the last lines before an exit are the ones that matter. */
function openDestination(pretty: boolean): pino.DestinationStream {
  if (!pretty) return pino.destination({ dest: 1, sync: true });
  return prettyStream({
    ignore: "pid,hostname,service",
    translateTime: "SYS:HH:MM:ss.l",
    messageFormat: "{service}: {msg}",
    singleLine: true,
    sync: true,
  });
}
