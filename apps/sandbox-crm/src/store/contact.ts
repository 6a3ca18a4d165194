import type { Entry } from "./entry.ts";

/** Orders a timeline by when things happened; what happened at the same time stays in order of arrival. */
export function byOccurrence(a: Entry, b: Entry): number {
  return a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0;
}

/**
 * A name to show for a person's key: `in:jane-doe-4b71a2` → `Jane Doe`, `id:ACoAAB1cD…` → `Profile ACoAAB1c…`,
 * `lead:ws_1:lead_1` → `Lead lead_1`; any other key as it is.
 */
export function contactName(key: string): string {
  const [, kind, rest = ""] = /^(in|id|lead):(.+)$/u.exec(key) ?? [];
  if (kind === "in") return profileName(rest);
  if (kind === "id") return `Profile ${rest.slice(0, 8)}…`;
  return kind === "lead" ? `Lead ${rest.split(":").at(-1) ?? rest}` : key;
}

function profileName(slug: string): string {
  // LinkedIn appends words with digits to tell namesakes apart.
  const words = slug.split("-").filter((word, index) => word !== "" && (index === 0 || !/\d/u.test(word)));
  return words.length === 0 ? slug : words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}
