import type { Db, Tx } from "./client.ts";

export interface ConsoleLogin {
  name: string;
  /** As `hashPassword` of the console makes it: the parameters travel with the hash. */
  passwordHash: string;
}

export async function findConsoleUser(db: Db | Tx, name: string): Promise<ConsoleLogin | undefined> {
  const user = await db.consoleUser.findUnique({ where: { name }, select: { name: true, passwordHash: true } });
  return user ?? undefined;
}

/** @returns false when the name is taken: of several consoles starting at once, one creates the user */
export async function createConsoleUser(db: Db | Tx, login: ConsoleLogin): Promise<boolean> {
  const { count } = await db.consoleUser.createMany({ data: [login], skipDuplicates: true });
  return count === 1;
}

/** Sets a user's password, making the user where there is none. In the same statement every open session of it ends. */
export async function setConsolePassword(db: Db | Tx, { name, passwordHash }: ConsoleLogin): Promise<void> {
  await db.$executeRaw`
    WITH ended AS (DELETE FROM console_sessions WHERE user_name = ${name})
    INSERT INTO console_users (name, password_hash) VALUES (${name}, ${passwordHash})
    ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash`;
}
