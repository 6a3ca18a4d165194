import { createHmac, timingSafeEqual, type KeyObject } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { SignatureScheme } from "@touchline/domain/event";
import type { PreparedKeys, SignatureTolerance, VerifyInput, VerifyOutcome } from "../source.ts";
import type { SignatureClaim } from "./signature-claim.ts";
import { documentedClaim } from "./verify-documented.ts";
import { standardWebhooksClaim, svixClaim } from "./verify-svix.ts";

/** Whether the headers hold a complete set of any form. Says nothing of its truth. */
export function hasSignature(headers: IncomingHttpHeaders): boolean {
  return claimOf(headers) !== undefined;
}

/** Checks the signature over the bytes as received, then its age: a wrong signature is never called stale. */
export function verify({ headers, body, keys, tolerance, now }: VerifyInput): VerifyOutcome {
  const claim = claimOf(headers);
  if (claim === undefined) return { ok: false, error: "missing_signature" };
  const { scheme, sentAtMs, messageId } = claim;
  if (sentAtMs === undefined || !isSigned(claim, body, keysFor(claim, keys)))
    return { ok: false, error: "bad_signature" };
  const isFresh = Math.abs(now.getTime() - sentAtMs) <= tolerance[toleranceOf[scheme]];
  if (!isFresh) return { ok: false, error: "stale_signature" };
  return messageId === undefined ? { ok: true, scheme } : { ok: true, scheme, messageId };
}

/** The first complete set decides. Observed deliveries come through Svix, so that is asked first. */
function claimOf(headers: IncomingHttpHeaders): SignatureClaim | undefined {
  return svixClaim(headers) ?? standardWebhooksClaim(headers) ?? documentedClaim(headers);
}

function keysFor(claim: SignatureClaim, keys: PreparedKeys): readonly KeyObject[] {
  return claim.scheme === "documented" ? keys.plain : keys.decoded;
}

/** One HMAC per secret, held against every signature offered. */
function isSigned(claim: SignatureClaim, body: Uint8Array, keys: readonly KeyObject[]): boolean {
  return keys.some((key) => {
    // Node reads header bytes as latin1, so this gives back the bytes that were sent.
    const mac = createHmac("sha256", key).update(claim.signedPrefix, "latin1").update(body).digest(claim.encoding);
    return claim.candidates.some((candidate) => sameText(candidate, mac));
  });
}

/** Takes the same time wherever the two differ; `timingSafeEqual` throws on unequal lengths. */
function sameText(offered: string, expected: string): boolean {
  if (offered.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(offered, "latin1"), Buffer.from(expected, "latin1"));
}

const toleranceOf = {
  svix: "svixMs",
  "standard-webhooks": "standardWebhooksMs",
  documented: "documentedMs",
} satisfies Record<SignatureScheme, keyof SignatureTolerance>;
