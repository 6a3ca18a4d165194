import type { Followed } from "./follow-samples.ts";

/** The last line of `up --check`. All numbers are of this run alone. */
export interface CheckResult {
  /** Events answered 202; one of them was sent twice. */
  accepted: number;
  /** Repeats that were recognised. */
  duplicates: number;
  /** Distinct activities in Postgres. */
  activities: number;
  /** Entries that the sandbox CRM itself reports. */
  delivered: number;
  seconds: number;
}

export const nothingSent: CheckResult = { accepted: 0, duplicates: 0, activities: 0, delivered: 0, seconds: 0 };

export function countResult({ answers, traced, entries, seconds }: Followed): CheckResult {
  const activities = new Set(traced.flatMap(({ activity }) => (activity === null ? [] : [activity.id])));
  return {
    accepted: answers.filter(({ status }) => status === 202).length,
    duplicates: traced.reduce((sum, { repeats }) => sum + repeats, 0),
    activities: activities.size,
    delivered: entries.reduce((sum, { copies }) => sum + copies, 0),
    seconds: Math.round(seconds * 100) / 100,
  };
}

/** What did not go as promised, one line each; none when every sample arrived exactly once. */
export function findFaults(followed: Followed, sent: number): string[] {
  const faults: string[] = [];
  for (const { eventId, status, answer } of followed.answers) {
    if (status !== 202) faults.push(`${eventId} was answered ${status ?? "not at all"}: ${answer}`);
  }
  for (const { externalId, quarantineReason, activity } of followed.traced) {
    if (quarantineReason !== null) faults.push(`${externalId} is in quarantine: ${quarantineReason}`);
    const copies = followed.entries
      .filter((entry) => entry.eventId === externalId)
      .reduce((sum, e) => sum + e.copies, 0);
    const why = activity?.deliveries.find(({ lastError }) => lastError !== null)?.lastError;
    if (copies !== 1) faults.push(`${externalId} is in the CRM ${copies} times${why ? ` (${why})` : ""}`);
  }
  const { accepted, duplicates, activities } = countResult(followed);
  if (followed.traced.length !== sent) faults.push(`${followed.traced.length} of ${sent} events are in Postgres`);
  if (accepted !== sent + 1) faults.push(`${accepted} of ${sent + 1} requests were accepted`);
  if (duplicates !== 1) faults.push(`${duplicates} repeats were recognised, not 1`);
  if (activities !== sent) faults.push(`${activities} activities of ${sent} events`);
  return faults;
}
