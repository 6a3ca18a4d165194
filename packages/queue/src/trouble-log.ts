import { errorMessage } from "@touchline/observability/describe-error";
import type { Logger } from "@touchline/observability/logger";

export interface TroubleLog {
  /** Each kind of trouble is logged once, then once a minute at most. */
  report(error: unknown): void;
  /** Ends the trouble; logged when there was one. */
  clear(): void;
}

const repeatMs = 60_000;

/**
 * A connection that is away complains at every retry. This says each complaint once, and once when it is over.
 * @param what what is troubled, as the log line says it, e.g. `redis lane`
 */
export function createTroubleLog(log: Logger, what: string): TroubleLog {
  const saidAt = new Map<string, number>();
  let times = 0;

  return {
    report(error) {
      const reason = errorMessage(error);
      // Ports and ids differ from one complaint to the next without saying anything new.
      const kind = reason.replaceAll(/\d+/gu, "#").slice(0, 120);
      times += 1;
      if (Date.now() - (saidAt.get(kind) ?? 0) < repeatMs) return;
      saidAt.set(kind, Date.now());
      log.warn({ reason, times }, `${what} is in trouble`);
    },
    clear() {
      if (times === 0) return;
      log.info({ times }, `${what} is well again`);
      saidAt.clear();
      times = 0;
    },
  };
}
