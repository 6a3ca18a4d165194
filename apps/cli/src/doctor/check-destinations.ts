import type { Config, DestinationConfig } from "@touchline/config/config";
import { errorMessage } from "@touchline/observability/describe-error";
import { dial } from "./dial.ts";
import { fail, ok, type Finding } from "./finding.ts";

/** Whether each destination has what it needs and its host answers. Sends nothing to it. */
export async function checkDestinations(config: Pick<Config, "destinations">): Promise<Finding[]> {
  return await Promise.all(Object.values(config.destinations).map(checkDestination));
}

async function checkDestination({ name, type, options, unset }: DestinationConfig): Promise<Finding> {
  const part = `destination ${name}`;
  if (unset.length > 0)
    return fail(part, `paused: not set: ${unset.join(", ")}`, `set ${unset.join(", ")}; deliveries wait until then`);
  const given = options["url"];
  if (typeof given !== "string" || !URL.canParse(given)) return ok(part, `${type}, without a URL to try`);
  const url = new URL(given);
  try {
    await dial(url);
    return ok(part, `${type}, ${url.host} reachable`);
  } catch (error) {
    return fail(
      part,
      `${url.host} is not reachable: ${errorMessage(error)}`,
      "check its url and the network; deliveries are retried until then",
    );
  }
}
