import type { IncomingHttpHeaders } from "node:http";
import type { SignatureScheme } from "@touchline/domain/event";

/** What a request says of its own signature, in one shape for all forms. Nothing in it is proven yet. */
export interface SignatureClaim {
  scheme: SignatureScheme;
  messageId?: string;
  /** The signed time in milliseconds; undefined when it is not a plain number. */
  sentAtMs: number | undefined;
  /** What the provider signed ahead of the body. */
  signedPrefix: string;
  /** Signatures offered, any of which may match: several travel together while a secret is rotated. */
  candidates: readonly string[];
  encoding: "base64" | "hex";
}

/** A header's text; undefined when absent or empty. Repeated ones read as Node joins them. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  const text = Array.isArray(value) ? value.join(", ") : value;
  return text === "" ? undefined : text;
}

/** A whole number of seconds or milliseconds, digits only, else undefined. */
export function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/u.test(text) ? Number(text) : undefined;
}
