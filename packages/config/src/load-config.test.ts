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

function loaded(...input: Parameters<typeof load>) {
  const outcome = load(...input);
  if (!outcome.ok) throw new Error(formatProblems(outcome.problems));
  return outcome.config;
}

const full = `
sources:
  sendpilot:
    endpoints:
      default: { secrets: ["\${SENDPILOT_WEBHOOK_SECRET}"] }
      emea: { secrets: ["\${EMEA_SECRET}", "\${EMEA_SECRET_OLD}"], workspaceId: ws_1 }
    tolerance: { svix: 90s, documented: 3h }
destinations:
  crm:
    type: http
    url: "https://\${CRM_HOST}/hook"
    secret: "\${CRM_SECRET}"
    when: { activities: [linkedin_reply_received], campaigns: ["Q3*"] }
    retry: { first: 500ms, max: 5m, giveUpAfter: 2d }
    timeout: 4s
    concurrency: "\${CRM_CONCURRENCY}"
`;

describe("without a file", () => {
  test("one endpoint takes its secrets from the environment, and nothing else is set", () => {
    const config = loaded(undefined, { SENDPILOT_WEBHOOK_SECRET: "whsec_a, whsec_b," });
    expect(config.sources["sendpilot"]).toEqual({
      name: "sendpilot",
      endpoints: { default: { name: "default", secrets: ["whsec_a", "whsec_b"], unset: [] } },
      tolerance: { svixMs: 300_000, standardWebhooksMs: 300_000, documentedMs: 7_200_000 },
    });
    expect(config).toMatchObject({
      destinations: {},
      file: undefined,
      host: "127.0.0.1",
      port: undefined,
      logLevel: "info",
    });
    expect(config).toMatchObject({
      limits: { bodyBytes: 8_388_608, inFlightBytes: 67_108_864 },
      lanes: { redisDeadlineMs: 1_000, postgresDeadlineMs: 3_000 },
    });
  });

  test("a missing secret does not stop the start and is named", () => {
    const endpoint = loaded(undefined).sources["sendpilot"]?.endpoints["default"];
    expect(endpoint).toEqual({ name: "default", secrets: [], unset: ["SENDPILOT_WEBHOOK_SECRET"] });
  });

  test("looking up an endpoint by a name that objects inherit finds nothing", () => {
    const config = loaded(undefined);
    expect(config.sources["sendpilot"]?.endpoints["constructor"]).toBeUndefined();
    expect(config.destinations["constructor"]).toBeUndefined();
  });
});

describe("a whole file", () => {
  const env = {
    SENDPILOT_WEBHOOK_SECRET: "s1",
    EMEA_SECRET: "s2",
    CRM_HOST: "crm.example",
    CRM_SECRET: "s3",
    CRM_CONCURRENCY: "3",
  };

  test("every key arrives, in milliseconds", () => {
    const config = loaded(full, { ...env, EMEA_SECRET_OLD: "s4" });
    expect(config.file).toBe("touchline.yaml");
    expect(config.sources["sendpilot"]?.endpoints["emea"]).toEqual({
      name: "emea",
      secrets: ["s2", "s4"],
      workspaceId: "ws_1",
      unset: [],
    });
    expect(config.sources["sendpilot"]?.tolerance).toEqual({
      svixMs: 90_000,
      standardWebhooksMs: 300_000,
      documentedMs: 10_800_000,
    });
    expect(config.destinations["crm"]).toEqual({
      name: "crm",
      type: "http",
      when: { activities: ["linkedin_reply_received"], campaigns: ["Q3*"] },
      retry: { firstMs: 500, maxMs: 300_000, giveUpAfterMs: 172_800_000 },
      timeoutMs: 4_000,
      concurrency: 3,
      options: { url: "https://crm.example/hook", secret: "s3" },
      unset: [],
    });
  });

  test("what an unset variable would have filled is left out and listed, with the rest intact", () => {
    const config = loaded(full, { ...env, CRM_SECRET: "" });
    expect(config.sources["sendpilot"]?.endpoints["emea"]).toMatchObject({
      secrets: ["s2"],
      unset: ["EMEA_SECRET_OLD"],
    });
    expect(config.destinations["crm"]).toMatchObject({
      options: { url: "https://crm.example/hook" },
      unset: ["CRM_SECRET"],
    });
    expect(config.destinations["crm"]?.options).not.toHaveProperty("secret");
  });

  test("an endpoint whose workspace is not known takes nothing, rather than anybody's events", () => {
    const yaml = 'sources: { sendpilot: { endpoints: { a: { secrets: ["s"], workspaceId: "${WS}" } } } }';
    expect(loaded(yaml).sources["sendpilot"]?.endpoints["a"]).toEqual({
      name: "a",
      secrets: [],
      workspaceUnset: "WS",
      unset: ["WS"],
    });
  });

  test("a filter whose campaign is not known matches nothing, rather than everything", () => {
    const yaml = 'destinations: { a: { type: http, url: "http://x", secret: s, when: { campaigns: ["${C}"] } } }';
    expect(loaded(yaml).destinations["a"]).toMatchObject({ when: { campaigns: [] }, unset: ["C"] });
  });

  test("a file without sources keeps the default endpoint", () => {
    const config = loaded('destinations: { a: { type: http, url: "http://x", secret: s } }', {
      SENDPILOT_WEBHOOK_SECRET: "s1",
    });
    expect(config.sources["sendpilot"]?.endpoints["default"]?.secrets).toEqual(["s1"]);
    expect(config.destinations["a"]).toMatchObject({
      timeoutMs: 15_000,
      concurrency: 10,
      retry: { firstMs: 1_000 },
      when: {},
    });
  });

  test("empty sections and an empty file are as good as none", () => {
    for (const yaml of ["", "# nothing yet\n", "sources:\ndestinations:\n", "sources:\n  sendpilot:\n"]) {
      expect(Object.keys(loaded(yaml).sources["sendpilot"]?.endpoints ?? {})).toEqual(["default"]);
    }
  });

  test("without the connectors at hand, a type and its keys are kept as they are", () => {
    const outcome = loadConfig({
      env: {},
      readFile: (path) => (path === "touchline.yaml" ? "destinations: { a: { type: other, x: { y: 1 } } }" : undefined),
    });
    expect(outcome).toMatchObject({
      ok: true,
      config: { destinations: { a: { type: "other", options: { x: { y: 1 } } } } },
    });
  });
});

test("every variable may come from a file, also inside ${NAME}", () => {
  const env = {
    DATABASE_URL_FILE: "/run/db",
    CRM_SECRET_FILE: "/run/crm",
    SENDPILOT_WEBHOOK_SECRET_FILE: "/run/sp",
    TOUCHLINE_CONFIG_FILE: "/run/path",
  };
  const files = {
    "/run/db": "postgresql://u:p@h/d\n",
    "/run/crm": "crm\r\n",
    "/run/sp": "a,b\n",
    "/run/path": "other.yaml\n",
  };
  const yaml = 'destinations: { a: { type: http, url: "http://x", secret: "${CRM_SECRET}" } }';
  const config = loaded(undefined, env, { ...files, "other.yaml": yaml });
  expect(config).toMatchObject({ file: "other.yaml", databaseUrl: "postgresql://u:p@h/d" });
  expect(config.sources["sendpilot"]?.endpoints["default"]?.secrets).toEqual(["a", "b"]);
  expect(config.destinations["a"]?.options["secret"]).toBe("crm");
});
