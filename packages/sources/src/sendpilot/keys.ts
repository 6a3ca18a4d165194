import { createSecretKey, type KeyObject } from "node:crypto";
import type { PreparedKeys } from "../source.ts";

const prefix = "whsec_";

/**
 * Keys of every secret, in order. Surrounding white space is no part of a secret (files end in newlines), and a secret
 * without content gives no key: anyone could sign with it.
 */
export function prepareKeys(secrets: readonly string[]): PreparedKeys {
  const usable = secrets.map((secret) => secret.trim()).filter((secret) => secret !== "" && secret !== prefix);
  return {
    decoded: usable.map(decodedKey),
    plain: usable.map((secret) => createSecretKey(Buffer.from(secret, "utf8"))),
  };
}

/** Svix and Standard Webhooks sign with the decoded secret; one that is not base64 counts as it is written. */
function decodedKey(secret: string): KeyObject {
  const encoded = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  return createSecretKey(Buffer.from(encoded, isBase64(encoded) ? "base64" : "utf8"));
}

/** Standard alphabet, padding optional. One character left over in a group of four decodes to nothing. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/u.test(text) && text.replace(/=+$/u, "").length % 4 !== 1;
}
