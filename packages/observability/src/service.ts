import { createLogger, type Logger } from "./logger.ts";
import { createReleasers, type Release } from "./releasers.ts";

export interface ServiceContext {
  log: Logger;
  env: NodeJS.ProcessEnv;
  /** Registers how to close what was just opened; run in reverse on a signal, a failure and a failed start. */
  onClose(what: string, release: Release): void;
  /** True from the first signal or failure on. */
  isClosing(): boolean;
  /** Ends the process with code 1 after closing everything, for a failure that no request or job can be told. */
  fail(error: unknown): void;
}

export interface ServiceOptions {
  /** For closing everything; below the 30 s that Docker and Kubernetes commonly wait. */
  deadlineMs?: number;
}

/** npm and the terminal may both pass on one Ctrl-C; a person's second one comes later. */
const repeatGraceMs = 1_000;

/**
 * Runs a process from start to exit. `main` resolves when everything is up. SIGTERM and SIGINT close in reverse order
 * of opening and exit 0 (1 when something did not close in time); the same signal again exits at once. A failed start,
 * an unhandled rejection and an uncaught exception are logged, close likewise and exit 1.
 */
export function runService(
  name: string,
  main: (context: ServiceContext) => Promise<void>,
  { deadlineMs = 25_000 }: ServiceOptions = {},
): void {
  const { env } = process;
  const log = createLogger({ service: name, level: env["LOG_LEVEL"] || "info" });
  const releasers = createReleasers(log);
  let closing = false;
  let failed = false;

  async function close(): Promise<void> {
    if (closing) return;
    closing = true;
    const clean = await releasers.unwind(deadlineMs);
    log.info({ clean: clean && !failed }, "stopped");
    process.exit(clean && !failed ? 0 : 1);
  }

  function fail(error: unknown, message = "failed"): void {
    failed = true;
    log.fatal({ err: error }, message);
    void close();
  }

  onSignals((signal) => {
    log.info({ signal }, "stopping");
    void close();
  });
  process.on("unhandledRejection", (error) => fail(error, "unhandled rejection"));
  process.on("uncaughtException", (error) => fail(error, "uncaught exception"));

  const context: ServiceContext = { log, env, onClose: releasers.add, isClosing: () => closing, fail };
  // What a start interrupted by a signal still throws is the signal's doing, not a failure of its own.
  main(context).catch((error: unknown) =>
    closing ? log.warn({ err: error }, "start given up") : fail(error, "could not start"),
  );
}

function onSignals(first: (signal: NodeJS.Signals) => void): void {
  let begun = false;
  for (const [signal, code] of [
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const) {
    let seenAt: number | undefined;
    process.on(signal, () => {
      if (seenAt !== undefined && Date.now() - seenAt > repeatGraceMs) process.exit(code);
      seenAt ??= Date.now();
      if (begun) return;
      begun = true;
      first(signal);
    });
  }
}
