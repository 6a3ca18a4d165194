import type { Config } from "./config.ts";
import { loadConfig, type LoadConfigInput } from "./load-config.ts";
import { formatProblems } from "./problem.ts";

/**
 * The configuration, or no start.
 * @throws Error naming every problem, a line each
 */
export function requireConfig(input: LoadConfigInput): Config & { databaseUrl: string } {
  const loaded = loadConfig(input);
  if (!loaded.ok) throw new Error(`the configuration has problems:\n${formatProblems(loaded.problems)}`);
  const { config } = loaded;
  if (config.databaseUrl === undefined) {
    throw new Error("DATABASE_URL is not set: give the PostgreSQL to use, e.g. postgresql://user@host:5432/touchline");
  }
  return { ...config, databaseUrl: config.databaseUrl };
}
