import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const toleranceMs = 5 * 60_000;
const prefix = "whsec_";

/** The keys of a comma-separated list of secrets: `whsec_` and base64, or any other text as it is. */
export function signingKeys(secrets: string): KeyObject[] {
  const each = secrets.split(",").map((secret) => secret.trim());
  return each
    .filter((secret) => secret !== "")
    .map((secret) =>
      secret.startsWith(prefix)
        ? createSecretKey(secret.slice(prefix.length), "base64")
        : createSecretKey(secret, "utf8"),
    );
}

export type Verified = { ok: true; id: string } | { ok: false; error: string };

/** Checks a request signed as Standard Webhooks: any of its signatures, by any of the keys, not older than 5 minutes. */
export function verifySignature(
  { headers, body }: { headers: IncomingHttpHeaders; body: Uint8Array },
  keys: readonly KeyObject[],
  now: Date,
): Verified {
  const id = single(headers["webhook-id"]);
  const seconds = single(headers["webhook-timestamp"]);
  const given = single(headers["webhook-signature"]);
  if (id === "" || seconds === "" || given === "") return { ok: false, error: "missing_signature" };
  const signatures = given
    .split(" ")
    .flatMap((part) => (part.startsWith("v1,") ? [Buffer.from(part.slice(3), "base64")] : []));
  const expected = keys.map((key) => createHmac("sha256", key).update(`${id}.${seconds}.`).update(body).digest());
  const good = expected.some((mac) => signatures.some((signature) => sameBytes(mac, signature)));
  if (!good) return { ok: false, error: "bad_signature" };
  const ageMs = Math.abs(now.getTime() - Number(seconds) * 1_000);
  return ageMs <= toleranceMs ? { ok: true, id } : { ok: false, error: "stale_signature" };
}

function single(header: string | string[] | undefined): string {
  return typeof header === "string" ? header : "";
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
