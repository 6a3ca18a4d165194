import { loadConfig } from "@touchline/config/load-config";
import type { IntakeEvent } from "@touchline/queue/catalog";
import { expect, it } from "vitest";
import { readEvent } from "./read-event.ts";

const body = JSON.stringify({
  eventId: "evt_1",
  eventType: "message.sent",
  timestamp: "2026-10-20T15:00:00.000Z",
  workspaceId: "ws_theirs",
  data: { leadId: "lead_1", linkedinUrl: "https://www.linkedin.com/in/robin-example", message: "Hello" },
});
const event: IntakeEvent = {
  receiptId: "rcp_1",
  source: "sendpilot",
  endpoint: "emea",
  externalId: "evt_1",
  scheme: "svix",
  receivedAt: Date.parse("2026-10-20T15:00:01.000Z"),
  bodyDigest: "0",
  body,
  encoding: "utf8",
};

function readingWith(endpoint: string, env: Record<string, string> = {}) {
  const yaml = `sources: { sendpilot: { endpoints: { emea: { secrets: [s]${endpoint} } } } }`;
  const loaded = loadConfig({
    env: { TOUCHLINE_CONFIG: "a.yaml", DATABASE_URL: "postgresql://a/b", ...env },
    readFile: () => yaml,
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return readEvent(event, loaded.config).reading;
}

it("an endpoint that names no workspace takes any", () => {
  expect(readingWith("")).toMatchObject({ kind: "activity", workspaceId: "ws_theirs" });
});

it("an endpoint takes its own workspace and quarantines every other", () => {
  const endpoint = ', workspaceId: "${WS}"';
  expect(readingWith(endpoint, { WS: "ws_theirs" })).toMatchObject({ kind: "activity" });
  expect(readingWith(endpoint, { WS: "ws_ours" })).toMatchObject({ kind: "quarantine", reason: "other_workspace" });
});

it("while the variable of its workspace is not set, an endpoint quarantines everything and names the variable", () => {
  expect(readingWith(', workspaceId: "${WS}"')).toEqual({
    kind: "quarantine",
    reason: "other_workspace",
    detail: "WS is not set, so the workspace that endpoint emea takes is not known",
  });
});
