import type { Db, Tx } from "./client.ts";

/**
 * Gives the secret of this name, making it the first time. Several processes asking at once get the same one.
 * @param make called on every ask, used only by the first
 */
export async function ensureGeneratedSecret(db: Db | Tx, name: string, make: () => string): Promise<string> {
  await db.generatedSecret.createMany({ data: [{ name, value: make() }], skipDuplicates: true });
  const { value } = await db.generatedSecret.findUniqueOrThrow({ where: { name }, select: { value: true } });
  return value;
}
