import pg from "pg";

// Any constant does, as long as every version keeps it. The schema engine has a lock of its own, which it waits for only 10 s.
const lockKey = 7_455_241_003;
const patienceMs = 300_000;

/**
 * Runs `work` while no other process migrates this database; waits up to five minutes for one that does.
 * Throws when the database cannot be reached or the wait was in vain.
 */
export async function withMigrationLock<Result>(
  databaseUrl: string,
  onWait: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "touchline migrate",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  await client.connect();
  // The work itself will fail on its own connection when the server goes; an unheard error event would end the process.
  client.on("error", () => undefined);
  try {
    const tried = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [lockKey]);
    if (tried.rows[0]?.locked !== true) {
      onWait();
      await client.query(`SET lock_timeout = ${patienceMs}`);
      await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
    }
    return await work();
  } finally {
    await client.end();
  }
}
