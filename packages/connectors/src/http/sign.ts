import { createHmac, type KeyObject } from "node:crypto";

export interface ToSign {
  /** Becomes `webhook-id`: the delivery id, the same over all attempts. */
  id: string;
  /** Of this attempt; receivers refuse old ones. */
  at: Date;
  body: string;
}

/**
 * The headers of Standard Webhooks: HMAC-SHA256 over `id.seconds.body`, one `v1,…` for each key, separated by spaces.
 * Without a key there is no signature.
 */
export function signatureHeaders({ id, at, body }: ToSign, keys: readonly KeyObject[]): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1_000).toString();
  const signatures = keys.map(
    (key) => `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`,
  );
  const headers = { "webhook-id": id, "webhook-timestamp": seconds };
  return signatures.length === 0 ? headers : { ...headers, "webhook-signature": signatures.join(" ") };
}
