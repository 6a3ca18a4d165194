/** How far ahead of its receipt an event may claim to have happened before the claim is set aside. */
const maxAheadMs = 10 * 60_000;

/**
 * The time an event counts for. A time missing, unreadable or more than 10 minutes ahead of receipt counts as the
 * receipt time; the last two are flagged.
 * @param claimed the source's own timestamp, ISO 8601 with a zone
 */
export function eventTime(claimed: string | undefined, receivedAt: Date): { at: Date; flagged: boolean } {
  if (claimed === undefined) return { at: receivedAt, flagged: false };
  const at = new Date(claimed);
  const readable = isoWithZone.test(claimed) && at.getTime() > 0;
  if (!readable || at.getTime() > receivedAt.getTime() + maxAheadMs) return { at: receivedAt, flagged: true };
  return { at, flagged: false };
}

/** Without a zone JavaScript would read local time, which differs from machine to machine. */
const isoWithZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/u;
