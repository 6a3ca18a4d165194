import { errorMessage } from "@touchline/observability/describe-error";
import type { Logger } from "@touchline/observability/logger";

export interface TroubleLog {
  /** Logged when it is not the trouble that was reported last, then once a minute at most. */
  report(error: unknown): void;
  /** Ends the trouble; logged when there was one. */
  clear(): void;
}

const repeatMs = 60_000;

/**
 * A connection that is away complains at every retry. This says it once, again when the complaint changes, and once
 * when it is over.
 * @param what what is troubled, as the log line says it, e.g. `redis lane`
 */
export function createTroubleLog(log: Logger, what: string): TroubleLog {
  let current: string | undefined;
  let saidAt = 0;
  let times = 0;

  return {
    report(error) {
      const said = errorMessage(error);
      // Ports and ids differ from one complaint to the next without saying anything new.
      const kind = said.replaceAll(/\d+/gu, "#").slice(0, 120);
      times += 1;
      if (kind === current && Date.now() - saidAt < repeatMs) return;
      current = kind;
      saidAt = Date.now();
      log.warn({ reason: said, times }, `${what} is in trouble`);
    },
    clear() {
      if (current === undefined) return;
      log.info({ times }, `${what} is well again`);
      current = undefined;
      times = 0;
    },
  };
}
