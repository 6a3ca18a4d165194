import { createHmac } from "node:crypto";
import type { SignatureScheme } from "@touchline/domain/event";
import { prepareKeys } from "./keys.ts";

export interface SignInput {
  scheme: SignatureScheme;
  secret: string;
  body: Uint8Array | string;
  /** For Svix and Standard Webhooks; the documented form has no id. */
  messageId: string;
  now: Date;
}

/**
 * Signature headers as SendPilot would send them with this body. For sample events and tests.
 * @throws RangeError when the secret has no content
 */
export function signRequest({ scheme, secret, body, messageId, now }: SignInput): Record<string, string> {
  const keys = prepareKeys([secret]);
  const key = scheme === "documented" ? keys.plain[0] : keys.decoded[0];
  if (key === undefined) throw new RangeError("An empty secret signs nothing");
  const seconds = String(Math.floor(now.getTime() / 1000));
  const mac = (prefix: string) => createHmac("sha256", key).update(prefix).update(body);
  if (scheme === "documented") return { "webhook-signature": `v1,t=${seconds},s=${mac(`${seconds}.`).digest("hex")}` };
  const name = scheme === "svix" ? "svix" : "webhook";
  return {
    [`${name}-id`]: messageId,
    [`${name}-timestamp`]: seconds,
    [`${name}-signature`]: `v1,${mac(`${messageId}.${seconds}.`).digest("base64")}`,
  };
}
