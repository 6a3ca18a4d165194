import { describeError } from "./describe-error.ts";

/** Compared in lower case without `-` and `_`, so that `svix-signature`, `api_key` and `replyPreview` are all met. */
const hiddenKeys = new Set([
  // what people wrote
  ...["text", "texts", "body", "rawbody", "message", "messagetext", "messagepreview", "reply", "replypreview", "note"],
  // what proves who somebody is
  ...["secret", "secrets", "token", "tokens", "accesstoken", "refreshtoken", "apikey", "xapikey", "password", "csrf"],
  ...["signature", "signatures", "svixsignature", "webhooksignature", "authorization", "proxyauthorization"],
  ...["cookie", "cookies", "setcookie", "session"],
]);

const maxDepth = 5;
const censored = "[redacted]";

/**
 * Copies what is about to be logged without message texts, bodies, tokens, secrets, signatures and cookies, wherever
 * they are nested in plain objects and arrays; errors become `ErrorDescription`s, buffers their length. Other class
 * instances pass: they are for the logger's serializers.
 */
export function redact(fields: Record<string, unknown>, depth = 0): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    copy[key] = mayHide(value) && isHidden(key) ? censored : redactValue(value, depth);
  }
  return copy;
}

/** Numbers and flags under such a name are counts and answers (`tokens: 3`, `signature: false`). */
function mayHide(value: unknown): boolean {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return describeError(value);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (depth >= maxDepth) return "[too deep]";
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return isPlain(value) ? redact(value, depth + 1) : value;
}

const known = new Map<string, boolean>();

function isHidden(key: string): boolean {
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const hidden = hiddenKeys.has(key.replaceAll(/[-_]/gu, "").toLowerCase());
  // Keys come from code, but one may log a record of strangers' making; the memory must not grow with it.
  if (known.size < 1_000) known.set(key, hidden);
  return hidden;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
