import { createSecretKey, type KeyObject } from "node:crypto";
import { z } from "zod";

const prefix = "whsec_";
const base64 = /^[A-Za-z0-9+/]+={0,2}$/u;

/** `whsec_` and base64, as Standard Webhooks hands secrets out, or any other text, taken as it is; commas separate several. */
export const SigningSecret = z.string().superRefine((value, context) => {
  const secrets = splitSecrets(value);
  const add = (message: string): void => context.addIssue({ code: "custom", message });
  if (secrets.length === 0) add("is empty");
  if (secrets.some((secret) => secret.startsWith(prefix) && !base64.test(secret.slice(prefix.length)))) {
    add(`must be base64 after ${prefix}`);
  }
});

/** @param secret as in the options, already checked by `SigningSecret` */
export function signingKeys(secret: string | readonly string[]): KeyObject[] {
  return secretTexts(secret).map((text) =>
    text.startsWith(prefix) ? createSecretKey(text.slice(prefix.length), "base64") : createSecretKey(text, "utf8"),
  );
}

export function secretTexts(secret: string | readonly string[]): string[] {
  return [secret].flat().flatMap(splitSecrets);
}

function splitSecrets(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
