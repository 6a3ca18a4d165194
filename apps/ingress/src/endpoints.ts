import type { Config } from "@touchline/config/config";
import { findSource } from "@touchline/sources/registry";
import type { PreparedKeys, SignatureTolerance, Source } from "@touchline/sources/source";

/** One URL that takes webhooks, with everything a request on it needs. */
export interface Endpoint {
  path: string;
  name: string;
  source: Source;
  /** Undefined without a usable secret: then nothing is taken. */
  keys: PreparedKeys | undefined;
  tolerance: SignatureTolerance;
  /** Variables that the configuration asks for and nobody set. */
  unset: string[];
}

/** The URLs of all configured endpoints, keys prepared. The endpoint `default` has the source's own URL besides. */
export function prepareEndpoints({ sources }: Pick<Config, "sources">): Endpoint[] {
  return Object.values(sources).flatMap(({ name: sourceName, endpoints, tolerance }) => {
    const source = findSource(sourceName);
    if (source === undefined) throw new Error(`the configuration names a source that does not exist: ${sourceName}`);
    return Object.values(endpoints).flatMap(({ name, secrets, unset }): Endpoint[] => {
      const prepared = source.prepareKeys(secrets);
      const keys = prepared.plain.length > 0 ? prepared : undefined;
      const base = `/webhooks/${sourceName}`;
      const paths = name === "default" ? [base, `${base}/default`] : [`${base}/${name}`];
      return paths.map((path) => ({ path, name, source, keys, tolerance, unset }));
    });
  });
}
