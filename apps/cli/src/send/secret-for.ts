import type { Config } from "@touchline/config/config";
import { CliFailure } from "../failure.ts";

/**
 * The secret that signs for a URL: the first of the endpoint its path names, which is `default` for
 * `/webhooks/sendpilot`.
 */
export function secretFor(url: URL, config: Pick<Config, "sources">): string {
  const [, , sourceName = "sendpilot", endpointName = "default"] = url.pathname.replace(/\/+$/u, "").split("/");
  const endpoint = config.sources[sourceName]?.endpoints[endpointName];
  if (endpoint === undefined) {
    throw new CliFailure(
      `no endpoint ${sourceName}/${endpointName} is configured, so there is no secret for ${url.pathname}; give one with --secret`,
    );
  }
  const [secret] = endpoint.secrets;
  if (secret !== undefined) return secret;
  const names = endpoint.unset.join(", ") || "its secrets";
  throw new CliFailure(`no secret for ${url.pathname}: set ${names}, or give one with --secret`);
}
