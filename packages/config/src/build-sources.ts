import { lacksValue, nameRecord, unsetBelow, type Built, type Draft } from "./built.ts";
import type { EndpointConfig, SourceConfig } from "./config.ts";
import type { Environment } from "./environment.ts";
import type { SendPilotSection } from "./file-schema.ts";
import type { PathProblem } from "./problem.ts";

const defaultTolerance = { svixMs: 300_000, standardWebhooksMs: 300_000, documentedMs: 7_200_000 };
const defaultSecretVariable = "SENDPILOT_WEBHOOK_SECRET";

type Section = NonNullable<SendPilotSection["endpoints"]>[string];

/** Without a list of endpoints there is one, `default`, with the secrets of `SENDPILOT_WEBHOOK_SECRET`. */
export function buildSendPilot(
  section: SendPilotSection | null | undefined,
  draft: Draft,
  env: Environment,
): Built<SourceConfig> {
  const tolerance = {
    svixMs: section?.tolerance?.svix ?? defaultTolerance.svixMs,
    standardWebhooksMs: section?.tolerance?.standardWebhooks ?? defaultTolerance.standardWebhooksMs,
    documentedMs: section?.tolerance?.documented ?? defaultTolerance.documentedMs,
  };
  const listed = section?.endpoints ?? undefined;
  if (listed === undefined) {
    return {
      value: { name: "sendpilot", endpoints: nameRecord([["default", defaultEndpoint(env)]]), tolerance },
      problems: [],
    };
  }
  const problems: PathProblem[] = [];
  const endpoints = Object.entries(listed).map(
    ([name, given]) => [name, buildEndpoint(name, given, draft, problems)] as const,
  );
  return { value: { name: "sendpilot", endpoints: nameRecord(endpoints), tolerance }, problems };
}

function defaultEndpoint(env: Environment): EndpointConfig {
  const value = env.get(defaultSecretVariable);
  return {
    name: "default",
    secrets: splitSecrets(value ?? ""),
    unset: value === undefined ? [defaultSecretVariable] : [],
  };
}

function buildEndpoint(name: string, given: Section, draft: Draft, problems: PathProblem[]): EndpointConfig {
  const path = ["sources", "sendpilot", "endpoints", name];
  const unset = unsetBelow(draft, path);
  const secrets = [given.secrets ?? []].flat().flatMap(splitSecrets);
  if (secrets.length === 0 && !lacksValue(draft, [...path, "secrets"])) {
    problems.push({
      path: [...path, "secrets"],
      message: 'is missing or empty; must be a list of secrets such as ["${EMEA_SECRET}"]',
    });
  }
  const [workspaceUnset] = unsetBelow(draft, [...path, "workspaceId"]);
  // Without the workspace it should check, an endpoint would take anybody's events: it takes none.
  if (workspaceUnset !== undefined) return { name, secrets: [], workspaceUnset, unset };
  const workspace = given.workspaceId === undefined ? {} : { workspaceId: given.workspaceId };
  return { name, secrets, ...workspace, unset };
}

/** One value may hold several secrets with commas between, as `SENDPILOT_WEBHOOK_SECRET` does. */
function splitSecrets(value: string): string[] {
  return value
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
}
