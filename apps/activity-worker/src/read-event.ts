import type { Config } from "@touchline/config/config";
import { expectedWorkspace } from "@touchline/config/expected-workspace";
import type { EventReading, EventToRecord } from "@touchline/db/event-to-record";
import { bodyBytes, type IntakeEvent } from "@touchline/queue/catalog";
import { findSource } from "@touchline/sources/registry";

/** Reads an event as its source understands it, ready to be written down. Never throws: what is odd is quarantined. */
export function readEvent(event: IntakeEvent, config: Pick<Config, "sources">): EventToRecord {
  const body = bodyBytes(event);
  const receivedAt = new Date(event.receivedAt);
  return {
    receiptId: event.receiptId,
    source: event.source,
    endpoint: event.endpoint,
    externalId: event.externalId,
    eventType: event.eventType,
    workspaceId: event.workspaceId,
    scheme: event.scheme,
    messageId: event.messageId,
    contentType: event.contentType,
    receivedAt,
    bodyDigest: event.bodyDigest,
    body,
    reading: readBody(event, { body, receivedAt }, config),
  };
}

function readBody(
  event: IntakeEvent,
  received: { body: Uint8Array; receivedAt: Date },
  config: Pick<Config, "sources">,
): EventReading {
  const source = findSource(event.source);
  if (source === undefined) {
    return { kind: "quarantine", reason: "unknown_event_type", detail: `this version has no source ${event.source}` };
  }
  const workspace = expectedWorkspace(config, event);
  return workspace.kind === "known" ? source.toActivity({ ...received, ...workspace.only }) : workspace;
}
