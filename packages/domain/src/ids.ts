/** Every id of ours starts with what it names; the rest is 26 lower-case base32 characters (time-ordered). */
export const idPrefixes = {
  event: "evt",
  activity: "act",
  delivery: "dlv",
  attempt: "att",
  /** One receipt of one webhook: follows the event through every process and log line. */
  receipt: "rcp",
} as const;

export type IdKind = keyof typeof idPrefixes;
export type Id<K extends IdKind> = `${(typeof idPrefixes)[K]}_${string}`;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * Makes a time-ordered id: 48 bits of milliseconds, then 80 random bits, in Crockford base32 (as ULID does).
 * @param random 10 random bytes
 */
export function makeId<K extends IdKind>(kind: K, nowMs: number, random: Uint8Array): Id<K> {
  if (random.length !== 10) throw new RangeError("makeId needs exactly 10 random bytes");
  let time = "";
  for (let rest = Math.floor(nowMs), i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = alphabet.charAt(rest % 32) + time;
  let tail = "";
  for (let half = 0; half < 10; half += 5) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = random.subarray(half, half + 5);
    const groups = [
      a >> 3,
      (a << 2) | (b >> 6),
      b >> 1,
      (b << 4) | (c >> 4),
      (c << 1) | (d >> 7),
      d >> 2,
      (d << 3) | (e >> 5),
      e,
    ];
    for (const group of groups) tail += alphabet.charAt(group & 31);
  }
  return `${idPrefixes[kind]}_${time}${tail}`;
}

export function isId<K extends IdKind>(kind: K, value: string): value is Id<K> {
  return new RegExp(`^${idPrefixes[kind]}_[0-9a-hjkmnp-tv-z]{26}$`, "u").test(value);
}
