import type { Config } from "@touchline/config/config";
import type { Known } from "./find-needs.ts";

/** What of the configuration the start page tells: names and what is missing, never a value. */
export function describeKnown({ sources, destinations }: Config): Known {
  return {
    endpoints: Object.values(sources).flatMap((source) =>
      Object.values(source.endpoints).map(({ name, secrets, unset }) => ({
        source: source.name,
        name,
        path: name === "default" ? `/webhooks/${source.name}` : `/webhooks/${source.name}/${name}`,
        ready: secrets.length > 0,
        unset,
      })),
    ),
    destinations: Object.values(destinations).map(({ name, type, unset }) => ({ name, type, unset })),
  };
}
