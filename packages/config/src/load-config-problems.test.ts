import { describe, expect, test } from "vitest";
import { z } from "zod";
import { loadConfig } from "./load-config.ts";
import { formatProblems } from "./problem.ts";

const destinationOptions = {
  http: z.strictObject({
    url: z.url("must be a URL"),
    secret: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
};

function load(yaml: string | undefined, env: Record<string, string> = {}, files: Record<string, string> = {}) {
  const all: Record<string, string | undefined> = { ...files, "touchline.yaml": yaml };
  return loadConfig({ env, readFile: (path) => all[path], destinationOptions });
}

function problems(...input: Parameters<typeof load>): string {
  const outcome = load(...input);
  return outcome.ok ? "no problem" : formatProblems(outcome.problems);
}

const destination = (keys: string) =>
  `destinations:\n  crm:\n    type: http\n    url: http://x\n    secret: s\n    ${keys}\n`;
const endpoint = (keys: string) => `sources:\n  sendpilot:\n    endpoints:\n      emea: ${keys}\n`;

describe("a problem names file, line, key and what is allowed", () => {
  test.each<[string, string, string]>([
    [
      "unknown key of a destination",
      destination("timout: 5s"),
      'touchline.yaml:6 destinations.crm.timout: unknown key (did you mean "timeout"?); allowed: type, when, retry, timeout, concurrency, url, secret, headers',
    ],
    [
      "a key of a later version",
      destination("digest: 5m"),
      "touchline.yaml:6 destinations.crm.digest: is not supported by this version; take it out; allowed: type, when,",
    ],
    [
      "a section of a later version",
      "retention: { events: 90d }",
      "touchline.yaml:1 retention: is not supported by this version; take it out; allowed: sources, destinations",
    ],
    [
      "unknown section",
      "\nsource: {}",
      'touchline.yaml:2 source: unknown key (did you mean "sources"?); allowed: sources, destinations',
    ],
    [
      "unknown source",
      "sources: { sendpilt: {} }",
      'touchline.yaml:1 sources.sendpilt: unknown key (did you mean "sendpilot"?); allowed: sendpilot',
    ],
    [
      "unknown type",
      "destinations:\n  a:\n    type: htpp",
      'touchline.yaml:3 destinations.a.type: "htpp" is not supported by this version (did you mean "http"?); allowed: http',
    ],
    [
      "missing type",
      "destinations:\n  a: { url: x }",
      "touchline.yaml:2 destinations.a.type: is missing; must be text",
    ],
    [
      "missing key of the connector",
      "destinations:\n  a: { type: http, url: http://x }",
      "touchline.yaml:2 destinations.a.secret: is missing; must be text",
    ],
    [
      "bad value of the connector",
      destination("headers: { a: 1 }"),
      "touchline.yaml:6 destinations.crm.headers.a: must be text, is a number; put it in quotes",
    ],
    [
      "no map",
      "destinations:\n  a: http",
      "touchline.yaml:2 destinations.a: must be a map of keys and values, is text",
    ],
    [
      "bad name",
      "destinations:\n  CRM: { type: http, url: http://x, secret: s }",
      "touchline.yaml:2 destinations.CRM: is not a name; allowed: 1 to 63 lower-case letters",
    ],
    [
      "unknown activity",
      destination("when: { activities: [linkedin_reply_recieved] }"),
      'touchline.yaml:6 destinations.crm.when.activities[0]: "linkedin_reply_recieved" is not known (did you mean "linkedin_reply_received"?); allowed: linkedin_message_sent,',
    ],
    [
      "unknown filter",
      destination("when: { activity: [] }"),
      'touchline.yaml:6 destinations.crm.when.activity: unknown key (did you mean "activities"?); allowed: activities, campaigns',
    ],
    [
      "a filter that nothing matches",
      destination("when: { campaigns: [] }"),
      "touchline.yaml:6 destinations.crm.when.campaigns: is an empty list",
    ],
    [
      "a number where text belongs",
      destination("when: { campaigns: [7] }"),
      "destinations.crm.when.campaigns[0]: must be text, is a number; put it in quotes",
    ],
    [
      "duration without unit",
      destination("timeout: 5"),
      "touchline.yaml:6 destinations.crm.timeout: must be a duration with a unit (ms, s, m, h, d) such as 1500ms or 5m; allowed: 100ms to 5m",
    ],
    [
      "duration out of range",
      destination("timeout: 1d"),
      "destinations.crm.timeout: is out of range; allowed: 100ms to 5m",
    ],
    [
      "first beyond max",
      destination("retry: { first: 2h }"),
      "touchline.yaml:6 destinations.crm.retry: first must not be longer than max",
    ],
    [
      "concurrency out of range",
      destination("concurrency: 0"),
      "destinations.crm.concurrency: must be a whole number from 1 to 100",
    ],
    ["no secrets", endpoint("{}"), "touchline.yaml:4 sources.sendpilot.endpoints.emea.secrets: is missing or empty"],
    [
      "empty secrets",
      endpoint("{ secrets: [] }"),
      "touchline.yaml:4 sources.sendpilot.endpoints.emea.secrets: is missing or empty",
    ],
    [
      "unknown key of an endpoint",
      endpoint("{ secret: [a] }"),
      'sources.sendpilot.endpoints.emea.secret: unknown key (did you mean "secrets"?); allowed: secrets, workspaceId',
    ],
    [
      "unknown tolerance",
      "sources: { sendpilot: { tolerance: { svx: 5m } } }",
      'tolerance.svx: unknown key (did you mean "svix"?); allowed: svix, standardWebhooks, documented',
    ],
    [
      "no variable name",
      endpoint('{ secrets: ["${A:-b}"] }'),
      "touchline.yaml:4 sources.sendpilot.endpoints.emea.secrets[0]: ${A:-b} names no variable; allowed: ${NAME}",
    ],
    ["broken YAML", "sources: [", "touchline.yaml:1: is not valid YAML:"],
    ["a key given twice", "sources: {}\nsources: {}", "touchline.yaml:2: is not valid YAML: Map keys must be unique"],
    ["not a map at all", "- a", "touchline.yaml:1: must be a map of keys and values, is a list"],
  ])("%s", (_what, yaml, expected) => {
    expect(problems(yaml)).toContain(expected);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      "no URL",
      { DATABASE_URL: "secret-host" },
      "environment DATABASE_URL: is not a URL; allowed: postgresql://… or postgres://…",
    ],
    [
      "another kind of URL",
      { REDIS_URL: "http://u:hunter2@h" },
      "environment REDIS_URL: is a URL of another kind (http:); allowed: redis://… or rediss://…",
    ],
    ["port", { PORT: "65536" }, "environment PORT: must be a whole number from 0 to 65535"],
    ["port as text", { PORT: "http" }, "environment PORT: must be a whole number from 0 to 65535"],
    [
      "log level",
      { LOG_LEVEL: "inof" },
      'environment LOG_LEVEL: "inof" is not known (did you mean "info"?); allowed: fatal,',
    ],
    ["size", { BODY_LIMIT: "8 apples" }, "environment BODY_LIMIT: must be a size such as 8MiB"],
    ["sizes against each other", { BODY_LIMIT: "128MiB" }, "environment IN_FLIGHT_LIMIT: is smaller than BODY_LIMIT"],
    ["deadline", { REDIS_DEADLINE: "1" }, "environment REDIS_DEADLINE: must be a duration with a unit"],
    [
      "a named file that is not there",
      { TOUCHLINE_CONFIG: "gone.yaml" },
      "environment TOUCHLINE_CONFIG: names the file gone.yaml, which does not exist",
    ],
    [
      "a secret's file that is not there",
      { REDIS_URL_FILE: "/gone" },
      "environment REDIS_URL_FILE: names the file /gone, which does not exist",
    ],
    [
      "a variable given twice",
      { HOST: "a", HOST_FILE: "b" },
      "environment HOST: is set twice, as HOST and as HOST_FILE; keep one",
    ],
  ])("%s in the environment", (_what, env, expected) => {
    const text = problems(undefined, env);
    expect(text).toContain(expected);
    expect(text).not.toContain("hunter2");
    expect(text).not.toContain("secret-host");
  });

  test("all of them at once, whatever part they are in", () => {
    const yaml =
      "sources: { sendpilot: { endpoints: { a: {} } } }\ndestinations:\n  A: { type: htp }\n  b: { type: http }\nretention: {}";
    expect(problems(yaml, { PORT: "x" }).split("\n")).toHaveLength(7);
  });

  test("a secret never gets into a message", () => {
    const yaml = destination('headers: "${TOKEN}"\n    when: { activities: ["${TOKEN}"] }\n    timeout: "${TOKEN}"');
    const text = problems(yaml, { TOKEN: "hunter2" });
    expect(text.split("\n")).toHaveLength(3);
    expect(text).not.toContain("hunter2");
  });
});
