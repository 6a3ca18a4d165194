import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** The secret in this file; made on the first start and kept, for its owner's eyes only. */
export function keepSecret(file: string, make: () => string): string {
  if (existsSync(file)) {
    const known = readFileSync(file, "utf8").trim();
    if (known !== "") return known;
  }
  const secret = make();
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}

/** A signing secret in the form that SendPilot and Standard Webhooks hand out. */
export function makeSigningSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}

const letters = "0123456789abcdefghjkmnpqrstvwxyz";

/** A password that a person can read off and type: four groups of four, 80 bits. */
export function makePassword(): string {
  const group = (): string => [...randomBytes(4)].map((byte) => letters.charAt(byte & 31)).join("");
  return [group(), group(), group(), group()].join("-");
}
