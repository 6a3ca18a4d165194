import path from "node:path";
import type { Paint } from "../output/paint.ts";
import { table } from "../output/table.ts";
import { curlLine } from "../send/curl-line.ts";
import { secretFor } from "../send/secret-for.ts";
import type { Followed } from "./follow-samples.ts";
import { prepareSamples, type SampleEvent, signSample } from "./send-samples.ts";
import { root } from "./run-folder.ts";
import type { Stack } from "./start-stack.ts";

/** Where everything is. */
export function describeAddresses({ urls, webhookUrl, consolePassword, folder }: Stack, paint: Paint): string[] {
  const login = consolePassword === undefined ? "with your CONSOLE_ADMIN_PASSWORD" : consolePassword;
  return [
    "",
    paint("strong", "Touchline is up."),
    "",
    `  Webhooks   ${webhookUrl}`,
    `  Console    ${urls.console}   ${paint("faint", "log in as")} admin ${paint("faint", "/")} ${login}`,
    `  Sandbox    ${urls["sandbox-crm"]}   ${paint("faint", "a small CRM: what arrived there")}`,
    `  Logs       ${path.relative(root, folder.logs)}`,
  ];
}

/** Where each sample went: event, activity, CRM entry. */
export function describeJourneys(
  { traced, entries }: Followed,
  events: readonly SampleEvent[],
  paint: Paint,
): string[] {
  const rows = events.map(({ eventId, sample }) => {
    const event = traced.find(({ externalId }) => externalId === eventId);
    const entry = entries.find((candidate) => candidate.eventId === eventId);
    const times = (event?.repeats ?? 0) > 0 ? " (sent twice)" : "";
    return [
      `  ${sample.eventType}${times}`,
      event?.activity?.type ?? event?.quarantineReason ?? "not stored",
      entry === undefined ? paint("bad", "not there") : paint("good", entry.deliveryId),
    ];
  });
  return table(["  EVENT", "ACTIVITY", "CRM ENTRY"], rows);
}

/** A command that sends one more event; the documented signature form stays fresh the longest. */
export function describeCurl({ config, webhookUrl }: Stack, paint: Paint): string[] {
  const reply = prepareSamples(new Date()).find(({ sample }) => sample.eventType === "reply.received");
  if (reply === undefined) return [];
  const request = signSample({ ...reply, scheme: "documented" }, secretFor(new URL(webhookUrl), config));
  return [
    "",
    paint("faint", "Send one yourself (its signature is good for two hours):"),
    "",
    curlLine(webhookUrl, request),
  ];
}
