import type { Envelope } from "@touchline/domain/event";
import { parseBody, type JsonObject } from "./parse-body.ts";
import { storableText } from "./storable.ts";

/** Longer than any id ever seen; ids are indexed, and an index entry has its limits. */
const longestId = 512;

/** What the ingress needs of an event; empty when the body cannot be read. Never throws. */
export function readEnvelope(body: Uint8Array): Envelope {
  const parsed = parseBody(body);
  return parsed.ok ? envelopeOf(parsed.object) : {};
}

/** Ids are opaque: any text that is not blank and not longer than 512 characters. Anything else counts as absent. */
export function envelopeOf(object: JsonObject): Envelope {
  const envelope: Envelope = {};
  for (const name of ["eventId", "eventType", "workspaceId"] as const) {
    const value = object[name];
    if (typeof value !== "string" || value.length > longestId || value.trim() === "") continue;
    envelope[name] = storableText(value);
  }
  return envelope;
}
