const unitBytes: Record<string, number> = { "": 1, b: 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 };

/** Reads `8MiB`, `512 KiB`, `1GiB` or plain bytes; undefined when it is no size. */
export function parseByteSize(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d{1,12})\s*(b|kib|mib|gib)?$/iu.exec(text.trim()) ?? [];
  const factor = unitBytes[unit.toLowerCase()];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
