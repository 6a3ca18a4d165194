import { readFileSync } from "node:fs";
import type { ZodType } from "zod";
import { buildDestinations } from "./build-destinations.ts";
import { buildSendPilot } from "./build-sources.ts";
import { nameRecord } from "./built.ts";
import type { Config } from "./config.ts";
import { createEnvironment, tryRead, type Environment, type ReadFile } from "./environment.ts";
import { explainIssues } from "./explain-issues.ts";
import { ConfigFile } from "./file-schema.ts";
import { interpolate } from "./interpolate.ts";
import { environmentFile, formatPath, valueAt, type ConfigProblem, type PathProblem } from "./problem.ts";
import { readSettings } from "./read-settings.ts";
import { readYaml } from "./read-yaml.ts";

export type LoadedConfig = { ok: true; config: Config } | { ok: false; problems: ConfigProblem[] };

export interface LoadConfigInput {
  env: Readonly<Record<string, string | undefined>>;
  /** Undefined when the file does not exist; throws when it cannot be read. */
  readFile?: ReadFile;
  /** Each connector's own keys, by type; with it unknown types and keys are problems too. */
  destinationOptions?: Readonly<Record<string, ZodType>>;
}

/**
 * Reads `touchline.yaml` (or the file `TOUCHLINE_CONFIG` names) and the environment, and reports all problems at once.
 * An unset variable is no problem: it is listed in `unset` where it is missing.
 */
export function loadConfig({ env, readFile = readTextFile, destinationOptions }: LoadConfigInput): LoadedConfig {
  const environment = createEnvironment(env, readFile);
  const { settings, problems } = readSettings(environment);
  const file = readConfigFile(environment, readFile);
  problems.push(...file.problems);

  const { tree, lineOf = () => undefined, name } = file;
  const { value, leftOut, problems: found } = interpolate(tree, environment);
  const draft = { written: tree, leftOut };
  const parsed = ConfigFile.safeParse(value);
  if (!parsed.success) found.push(...explainIssues(parsed.error.issues, ConfigFile, [], tree));
  // Each section is built even when another is wrong, so that all problems are named in one run.
  const sources = ConfigFile.shape.sources.safeParse(valueAt(value, ["sources"])).data;
  const sendpilot = buildSendPilot(sources?.sendpilot, draft, environment);
  const destinations = buildDestinations(mapsBelow(value, "destinations"), draft, destinationOptions);
  found.push(...sendpilot.problems, ...destinations.problems);

  problems.push(...found.map((problem) => atLine(problem, name, lineOf)), ...environment.problems);
  if (problems.length > 0) return { ok: false, problems };
  const config: Config = {
    ...settings,
    sources: nameRecord([["sendpilot", sendpilot.value]]),
    destinations: destinations.value,
    file: file.found ? name : undefined,
  };
  return { ok: true, config };
}

interface FileRead {
  name: string;
  found: boolean;
  tree: unknown;
  lineOf?: (path: PathProblem["path"]) => number | undefined;
  problems: ConfigProblem[];
}

function readConfigFile(environment: Environment, readFile: ReadFile): FileRead {
  const named = environment.get("TOUCHLINE_CONFIG");
  const name = named ?? "touchline.yaml";
  const outcome = tryRead(readFile, name);
  if (outcome.ok) {
    const { tree, lineOf, faults } = readYaml(outcome.text);
    return { name, found: true, tree, lineOf, problems: faults.map((fault) => ({ file: name, key: "", ...fault })) };
  }
  const none = { name, found: false, tree: {} };
  if (named === undefined && outcome.missing) return { ...none, problems: [] };
  const problem = named === undefined ? { file: name, key: "" } : { file: environmentFile, key: "TOUCHLINE_CONFIG" };
  return {
    ...none,
    problems: [
      {
        ...problem,
        message: named === undefined ? outcome.message : `names the file ${named}, which ${outcome.message}`,
      },
    ],
  };
}

/** The maps of a section by name; what is no map has been reported by the schema. */
function mapsBelow(tree: unknown, section: string): [string, object][] {
  const value = valueAt(tree, [section]);
  const entries: [string, unknown][] = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return entries.filter(
    (entry): entry is [string, object] => typeof entry[1] === "object" && entry[1] !== null && !Array.isArray(entry[1]),
  );
}

function atLine({ path, message }: PathProblem, file: string, lineOf: NonNullable<FileRead["lineOf"]>): ConfigProblem {
  const line = lineOf(path);
  return { file, ...(line === undefined ? {} : { line }), key: formatPath(path), message };
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
