import type { Command } from "commander";
import type { Config } from "@touchline/config/config";
import { loadConfig } from "@touchline/config/load-config";
import { formatProblem } from "@touchline/config/problem";
import { destinationOptions } from "@touchline/connectors/registry";
import type { Answer, CliContext } from "../context.ts";
import { count } from "../output/table.ts";
import type { CommandDeps } from "../reply.ts";

export function addConfig(program: Command, { context, reply }: CommandDeps): void {
  program
    .command("config")
    .description("look at the configuration")
    .command("check")
    .description("check touchline.yaml and the environment, and name every problem")
    .addHelpText(
      "after",
      "\nExamples:\n  touchline config check\n  TOUCHLINE_CONFIG=/etc/touchline.yaml touchline config check --json",
    )
    .action(reply(async () => checkConfig(context)));
}

/** Reads everything a start would read, and touches nothing. */
function checkConfig({ env, paint }: Pick<CliContext, "env" | "paint">): Answer {
  const loaded = loadConfig({ env, destinationOptions });
  if (!loaded.ok) {
    const { problems } = loaded;
    const lines = problems.map((problem) => `${paint("bad", "✗")} ${formatProblem(problem)}`);
    return { ok: false, json: { ok: false, problems }, lines: [...lines, count(problems.length, "problem")] };
  }
  const { config } = loaded;
  const summary = summarise(config);
  const lines = [
    `${paint("good", "✓")} ${config.file ?? "no file; the environment alone"}`,
    ...summary.endpoints.map((it) =>
      part(paint, `endpoint ${it.source}/${it.name}`, count(it.secrets, "secret"), it.unset),
    ),
    ...summary.destinations.map((it) => part(paint, `destination ${it.name}`, it.type, it.unset)),
  ];
  return { ok: true, json: { ok: true, problems: [], ...summary }, lines };
}

function part(paint: CliContext["paint"], what: string, found: string, unset: readonly string[]): string {
  const mark = unset.length === 0 ? paint("good", "✓") : paint("warn", "!");
  return `${mark} ${what}: ${found}${unset.length === 0 ? "" : `; not set: ${unset.join(", ")}`}`;
}

function summarise(config: Config) {
  const endpoints = Object.values(config.sources).flatMap((source) =>
    Object.values(source.endpoints).map(({ name, secrets, unset }) => ({
      source: source.name,
      name,
      secrets: secrets.length,
      unset,
    })),
  );
  const destinations = Object.values(config.destinations).map(({ name, type, unset }) => ({ name, type, unset }));
  return { file: config.file ?? null, endpoints, destinations };
}
