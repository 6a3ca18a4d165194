import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";

interface Parameters {
  N: number;
  r: number;
  p: number;
}

/** OWASP's choice for 32 MiB a hash; about a tenth of a second. */
const current: Parameters = { N: 2 ** 15, r: 8, p: 3 };
const hashBytes = 32;

/** @returns `scrypt$N$r$p$salt$hash`, the last two in base64url */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, current);
  return ["scrypt", current.N, current.r, current.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/**
 * Compares in constant time. Without a stored hash (no such user) it does the same work and says no, so that the time
 * of the answer does not tell which users exist.
 * @throws when the stored hash is not one of `hashPassword`
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const { parameters, salt, hash } =
    stored === undefined
      ? { parameters: current, salt: randomBytes(16), hash: randomBytes(hashBytes) }
      : readStored(stored);
  const derived = await derive(password, salt, parameters);
  return timingSafeEqual(derived, hash) && stored !== undefined;
}

const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

/** Five groups of four characters, 100 bits, without those that look alike. */
export function generatePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
  return Array.from({ length: 5 }, group).join("-");
}

function readStored(stored: string): { parameters: Parameters; salt: Buffer; hash: Buffer } {
  const [scheme, N, r, p, salt = "", hash = ""] = stored.split("$");
  const parameters = { N: Number(N), r: Number(r), p: Number(p) };
  const read = { parameters, salt: Buffer.from(salt, "base64url"), hash: Buffer.from(hash, "base64url") };
  if (scheme !== "scrypt" || read.hash.length !== hashBytes || !Object.values(parameters).every(Number.isInteger)) {
    throw new Error("the stored password hash of the console is damaged; set CONSOLE_ADMIN_PASSWORD to renew it");
  }
  return read;
}

async function derive(password: string, salt: Buffer, { N, r, p }: Parameters): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  // The same password may be typed in composed or decomposed characters.
  scrypt(password.normalize("NFKC"), salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
    if (error === null) resolve(key);
    else reject(error);
  });
  return await promise;
}
