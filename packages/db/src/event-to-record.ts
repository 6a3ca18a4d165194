import type { ActivityDraft } from "@touchline/domain/activity";
import type { QuarantineReason, SignatureScheme } from "@touchline/domain/event";

/** What a source made of an event's bytes. */
export type EventReading =
  | { kind: "activity"; draft: ActivityDraft; workspaceId: string | undefined }
  | { kind: "quarantine"; reason: QuarantineReason; detail?: string | undefined };

/** One authentic webhook and its reading, ready to be written down. */
export interface EventToRecord {
  receiptId: string;
  source: string;
  endpoint: string;
  /** The provider's own id, or `sha256-<hex>`. */
  externalId: string;
  eventType?: string | undefined;
  workspaceId?: string | undefined;
  scheme: SignatureScheme;
  messageId?: string | undefined;
  contentType?: string | undefined;
  receivedAt: Date;
  /** SHA-256 of the body, hex. */
  bodyDigest: string;
  body: Uint8Array;
  reading: EventReading;
}

/** An event that got its row in this transaction. */
export interface NewEvent {
  id: string;
  event: EventToRecord;
}

/** A delivery that wants a job: the head of its line, or one without a line. */
export interface DueDelivery {
  destination: string;
  deliveryId: string;
  generation: number;
}
