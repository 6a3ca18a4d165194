import type { Config } from "@touchline/config/config";
import { loadConfig } from "@touchline/config/load-config";
import { formatProblems } from "@touchline/config/problem";
import { destinationOptions } from "@touchline/connectors/registry";
import type { CliContext } from "./context.ts";
import { CliFailure } from "./failure.ts";

/** The checked configuration. @throws CliFailure that lists every problem */
export function settingsFor(context: Pick<CliContext, "env">): Config {
  const loaded = loadConfig({ env: context.env, destinationOptions });
  if (loaded.ok) return loaded.config;
  throw new CliFailure(`the configuration has problems; put them right first:\n${formatProblems(loaded.problems)}`);
}
