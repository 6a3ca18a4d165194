import type { Config } from "@touchline/config/config";
import { count } from "../output/table.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";

/** An endpoint without a secret answers 503 to everything. */
export function checkEndpoints(config: Pick<Config, "sources">): Finding[] {
  return Object.values(config.sources).flatMap((source) =>
    Object.values(source.endpoints).map(({ name, secrets, unset }) => {
      const part = `endpoint ${source.name}/${name}`;
      const missing = unset.join(", ");
      if (secrets.length === 0)
        return fail(
          part,
          `answers 503: not set: ${missing}`,
          `set ${missing} to what SendPilot shows for this webhook`,
        );
      if (unset.length > 0)
        return warn(
          part,
          `${count(secrets.length, "secret")}; not set: ${missing}`,
          `set ${missing}, or take it out of touchline.yaml`,
        );
      return ok(part, count(secrets.length, "secret"));
    }),
  );
}
