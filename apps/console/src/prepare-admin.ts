import type { Db } from "@touchline/db/client";
import { createConsoleUser, findConsoleUser, setConsolePassword } from "@touchline/db/console-users";
import type { Logger } from "@touchline/observability/logger";
import { generatePassword, hashPassword, verifyPassword } from "./security/password.ts";

const name = "admin";

/**
 * Sees to it that the user `admin` can log in. A password given by the environment wins over the stored one (and ends
 * the sessions opened under the old). Without either, one is made, printed this once, and kept only as its hash.
 * @throws when the database is away or has no tables yet
 */
export async function prepareAdmin(db: Db, given: string | undefined, log: Logger): Promise<void> {
  const user = await findConsoleUser(db, name);
  if (given !== undefined && given !== "") {
    if (given.length < 12) log.warn("CONSOLE_ADMIN_PASSWORD is short; 12 characters or more are harder to guess");
    if (user !== undefined && (await verifyPassword(given, user.passwordHash))) return;
    await setConsolePassword(db, { name, passwordHash: await hashPassword(given) });
    log.info("the console's password is now the one given by the environment");
    return;
  }
  if (user !== undefined) return;
  const password = generatePassword();
  if (!(await createConsoleUser(db, { name, passwordHash: await hashPassword(password) }))) return;
  // A warning, so that it is seen at any usual log level: it cannot be shown again.
  log.warn(`console login: name "${name}", password "${password}" (made on the first start and shown only this once)`);
}
