import { sendpilot } from "./sendpilot/source.ts";
import type { Source } from "./source.ts";

/** Every webhook provider by the name it has in URLs, configuration and tables. */
export const sources = { sendpilot } satisfies Record<string, Source>;

/** The source of that name; the name may come from a URL or a table. */
export function findSource(name: string): Source | undefined {
  const known: Record<string, Source> = sources;
  return Object.hasOwn(known, name) ? known[name] : undefined;
}
