import type { KeyObject } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { ActivityDraft } from "@touchline/domain/activity";
import type { Envelope, QuarantineReason, SignatureScheme } from "@touchline/domain/event";

/** A webhook provider. Adding one means a folder with this inside and a line in `registry.ts`. */
export interface Source {
  name: string;
  /** Whether a complete set of signature headers is there: asked before a body is read. */
  hasSignature(headers: IncomingHttpHeaders): boolean;
  /** Turns secrets into keys, once at start. Secrets without content give none: an endpoint without keys takes nothing. */
  prepareKeys(secrets: readonly string[]): PreparedKeys;
  /** Decides whether the body, byte for byte as received, comes from the provider and is fresh. */
  verify(input: VerifyInput): VerifyOutcome;
  /** Reads what the ingress needs. Never throws: what cannot be read is missing. */
  readEnvelope(body: Uint8Array): Envelope;
  /** Reads the activity. Never throws: what cannot be understood is for quarantine. */
  toActivity(input: ReadInput): ReadOutcome;
}

/** Both readings of every secret; which one counts is a matter of the signature form. */
export interface PreparedKeys {
  /** The base64-decoded secret, its prefix removed. */
  decoded: readonly KeyObject[];
  /** The UTF-8 bytes of the whole secret. */
  plain: readonly KeyObject[];
}

/** How far the signed time may be from now, either way. */
export interface SignatureTolerance {
  svixMs: number;
  standardWebhooksMs: number;
  documentedMs: number;
}

export interface VerifyInput {
  headers: IncomingHttpHeaders;
  body: Uint8Array;
  keys: PreparedKeys;
  tolerance: SignatureTolerance;
  now: Date;
}

export type VerifyOutcome =
  /** goes on; `messageId` is the signature's own, the same over resends */
  | { ok: true; scheme: SignatureScheme; messageId?: string }
  /** 401; `stale_signature` only for a signature that is right */
  | { ok: false; error: "missing_signature" | "bad_signature" | "stale_signature" };

export interface ReadInput {
  body: Uint8Array;
  receivedAt: Date;
  /** The one workspace that the endpoint takes, if configured. */
  workspaceId?: string;
}

export type ReadOutcome =
  /** written down; `workspaceId` is the event's own, else the endpoint's */
  | { kind: "activity"; draft: ActivityDraft; workspaceId: string | undefined }
  /** kept whole and shown; `detail` says what was found */
  | { kind: "quarantine"; reason: QuarantineReason; detail?: string };
