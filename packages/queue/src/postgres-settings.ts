import type { Pool } from "pg";

/** What is weak about this Postgres as a store that confirms webhooks, as sentences. */
export async function postgresWeaknesses(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ fsync: string; commit: string }>(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`,
  );
  const found: string[] = [];
  if (rows[0]?.fsync === "off")
    found.push("Postgres has fsync off: a crash of the machine may lose or corrupt acknowledged events; set fsync on");
  if (rows[0]?.commit === "off") {
    found.push(
      "Postgres has synchronous_commit off: a crash may lose the last moments of acknowledged events; set synchronous_commit on",
    );
  }
  return found;
}
