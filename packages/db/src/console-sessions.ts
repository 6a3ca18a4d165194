import type { Db, Tx } from "./client.ts";

export interface ConsoleSessionRecord {
  /** SHA-256 of the cookie's token, hex. */
  tokenHash: string;
  userName: string;
  createdAt: Date;
  expiresAt: Date;
}

export async function openConsoleSession(db: Db | Tx, session: ConsoleSessionRecord): Promise<void> {
  await db.consoleSession.create({ data: session });
}

/** @returns nothing when it was closed, or has expired by `now` */
export async function findConsoleSession(
  db: Db | Tx,
  tokenHash: string,
  now: Date,
): Promise<ConsoleSessionRecord | undefined> {
  const session = await db.consoleSession.findFirst({ where: { tokenHash, expiresAt: { gt: now } } });
  return session ?? undefined;
}

/** Moves the end of a session; one that was closed meanwhile stays closed. */
export async function extendConsoleSession(db: Db | Tx, tokenHash: string, expiresAt: Date): Promise<void> {
  await db.consoleSession.updateMany({ where: { tokenHash }, data: { expiresAt } });
}

export async function closeConsoleSession(db: Db | Tx, tokenHash: string): Promise<void> {
  await db.consoleSession.deleteMany({ where: { tokenHash } });
}

/** @returns how many were removed */
export async function removeExpiredConsoleSessions(db: Db | Tx, now: Date): Promise<number> {
  const { count } = await db.consoleSession.deleteMany({ where: { expiresAt: { lte: now } } });
  return count;
}
