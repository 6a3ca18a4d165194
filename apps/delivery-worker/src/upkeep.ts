import type { Db } from "@touchline/db/client";
import { repairLines } from "@touchline/db/repair-lines";
import { skipRemovedDestinations } from "@touchline/db/rest-destination";
import type { Logger } from "@touchline/observability/logger";

const repairEveryMs = 60_000;

export interface UpkeepDeps {
  db: Db;
  destinations: readonly string[];
  /** Whether a configuration file says that there are no others: only then are the deliveries of others skipped. */
  skipOthers: boolean;
  log: Logger;
}

/**
 * What has to be done now and then, asked before each sweep: once, the deliveries of destinations that the
 * configuration no longer names are skipped; once a minute, lines that lost their head get another.
 */
export function createUpkeep({ db, destinations, skipOthers, log }: UpkeepDeps): () => Promise<void> {
  let skipped = !skipOthers;
  let repairedAt = -Infinity;
  return async () => {
    if (!skipped) {
      const deliveries = await skipRemovedDestinations(db, destinations);
      skipped = true;
      if (deliveries > 0) log.warn({ deliveries }, "skipped the deliveries of destinations no longer configured");
    }
    if (performance.now() - repairedAt < repairEveryMs) return;
    const lines = await repairLines(db);
    repairedAt = performance.now();
    if (lines > 0) log.error({ lines }, "lines whose head was gone got another");
  };
}
