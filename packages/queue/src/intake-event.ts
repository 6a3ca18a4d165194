import { isUtf8 } from "node:buffer";
import { hash, randomBytes } from "node:crypto";
import type { Envelope, SignatureScheme } from "@touchline/domain/event";
import { makeId } from "@touchline/domain/ids";
import { IntakeEvent } from "./catalog.ts";

export interface ReceivedRequest {
  source: string;
  endpoint: string;
  envelope: Envelope;
  scheme: SignatureScheme;
  messageId?: string | undefined;
  contentType?: string | undefined;
  receivedAt: Date;
  /** As received. */
  body: Uint8Array;
}

/** Longer ids would not fit the unique index that decides duplicates. */
const maxIdLength = 500;
const maxLabelLength = 200;

/**
 * Makes the event that travels. Nothing in it can make a store refuse the group it is in: a body that is not clean
 * UTF-8 or holds a NUL (which `jsonb` refuses) goes as base64, and so do no label and no id that a store cannot hold;
 * an unusable event id counts as missing.
 */
export function makeIntakeEvent(request: ReceivedRequest): IntakeEvent {
  const { body, envelope, receivedAt } = request;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const bodyDigest = hash("sha256", bytes, "hex");
  const clean = isUtf8(bytes) && !bytes.includes(0);
  return IntakeEvent.parse({
    receiptId: makeId("receipt", receivedAt.getTime(), nextRandom()),
    source: request.source,
    endpoint: request.endpoint,
    externalId: isStorable(envelope.eventId, maxIdLength) ? envelope.eventId : `sha256-${bodyDigest}`,
    eventType: label(envelope.eventType),
    workspaceId: label(envelope.workspaceId),
    scheme: request.scheme,
    messageId: label(request.messageId),
    contentType: label(request.contentType),
    receivedAt: receivedAt.getTime(),
    bodyDigest,
    body: bytes.toString(clean ? "utf8" : "base64"),
    encoding: clean ? "utf8" : "base64",
  });
}

const idBytes = 10;
let pool = Buffer.alloc(0);

/** Drawn in advance: one call per event would cost more than everything else that makes an event. */
function nextRandom(): Uint8Array {
  if (pool.length < idBytes) pool = randomBytes(400 * idBytes);
  const drawn = pool.subarray(0, idBytes);
  pool = pool.subarray(idBytes);
  return drawn;
}

function label(text: string | undefined): string | undefined {
  return isStorable(text, maxLabelLength) ? text : undefined;
}

/** A lone surrogate or a NUL out of a JSON escape is a fine JavaScript string that no database takes. */
function isStorable(text: string | undefined, maxLength: number): text is string {
  return text !== undefined && text !== "" && text.length <= maxLength && text.isWellFormed() && !text.includes("\0");
}
