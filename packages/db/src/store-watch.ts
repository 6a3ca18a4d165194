import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "./client.ts";

/** Tells a worker whether the database is there, and wakes it when it is back. */
export interface StoreWatch {
  /** For readiness: fails while the database is away. */
  check(): Promise<{ ok: true } | { ok: false; reason: string }>;
  /** Says that a call failed for want of the database. Resolves when it answers again; throws the error once closed. */
  untilBack(error: unknown): Promise<void>;
  close(): void;
}

const firstTryMs = 100;
const slowestTryMs = 2_000;
const steadyMs = 5_000;

/**
 * Watches a database that went away by asking it again and again, 2 s apart at most.
 * @param onAway called once when it goes, to stop taking work
 * @param onBack called once when it answers again
 */
export function watchStore(deps: {
  db: Pick<Db, "$queryRaw">;
  onAway: (error: unknown) => void;
  onBack: (awayMs: number) => void;
}): StoreWatch {
  let away: { reason: string; back: Promise<void> } | undefined;
  let waitMs = firstTryMs;
  let lastBack = -Infinity;
  const closed = new AbortController();

  async function poll(since: number): Promise<void> {
    // One that answers and fails again at once is not back: keep the distance won so far.
    if (since - lastBack > steadyMs) waitMs = firstTryMs;
    for (; !closed.signal.aborted; waitMs = Math.min(waitMs * 2, slowestTryMs)) {
      await pause(waitMs, closed.signal);
      const answered = await deps.db.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      );
      if (answered) break;
    }
    away = undefined;
    waitMs = Math.min(waitMs * 2, slowestTryMs);
    lastBack = performance.now();
    if (!closed.signal.aborted) deps.onBack(performance.now() - since);
  }

  return {
    check: async () => (away === undefined ? { ok: true } : { ok: false, reason: away.reason }),
    async untilBack(error) {
      if (closed.signal.aborted) throw error;
      if (away === undefined) {
        away = { reason: error instanceof Error ? error.message : String(error), back: Promise.resolve() };
        deps.onAway(error);
        away.back = poll(performance.now());
      }
      await away.back;
      if (closed.signal.aborted) throw error;
    },
    close: () => closed.abort(),
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
