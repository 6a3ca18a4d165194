import type { IncomingHttpHeaders } from "node:http";
import { headerText, wholeNumber, type SignatureClaim } from "./signature-claim.ts";

/** The Svix form: all three headers by Svix's own names. */
export function svixClaim(headers: IncomingHttpHeaders): SignatureClaim | undefined {
  const id = headerText(headers, "svix-id");
  const timestamp = headerText(headers, "svix-timestamp");
  const signature = headerText(headers, "svix-signature");
  if (id === undefined || timestamp === undefined || signature === undefined) return undefined;
  return claim("svix", id, timestamp, entries(signature));
}

/**
 * The Standard Webhooks form: the same arithmetic under `webhook-…` names. The documented form shares the signature's
 * header and its `v1,` start, so every entry must look like `v<n>,<base64>`.
 */
export function standardWebhooksClaim(headers: IncomingHttpHeaders): SignatureClaim | undefined {
  const id = headerText(headers, "webhook-id");
  const timestamp = headerText(headers, "webhook-timestamp");
  const signature = headerText(headers, "webhook-signature");
  if (id === undefined || timestamp === undefined || signature === undefined) return undefined;
  const list = entries(signature);
  if (list.length === 0 || !list.every((entry) => versioned.test(entry))) return undefined;
  return claim("standard-webhooks", id, timestamp, list);
}

const versioned = /^v\d+[a-z]*,[A-Za-z0-9+/]+={0,2}$/u;

function claim(scheme: "svix" | "standard-webhooks", id: string, timestamp: string, list: string[]): SignatureClaim {
  const seconds = wholeNumber(timestamp);
  return {
    scheme,
    messageId: id,
    sentAtMs: seconds === undefined ? undefined : seconds * 1000,
    signedPrefix: `${id}.${timestamp}.`,
    candidates: list.filter((entry) => entry.startsWith("v1,")).map((entry) => entry.slice(3)),
    encoding: "base64",
  };
}

/** Entries are parted by spaces; by a comma too where a proxy folded two headers into one. */
function entries(signature: string): string[] {
  return signature
    .split(" ")
    .map((entry) => (entry.endsWith(",") ? entry.slice(0, -1) : entry))
    .filter((entry) => entry !== "");
}
