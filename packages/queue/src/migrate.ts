import { runMigrations } from "bullmq";
import { Client } from "pg";
import { postgresSchema } from "./catalog.ts";

/**
 * Brings the queue's own tables in Postgres up to date; does nothing when they are. Safe to run from several processes.
 * @throws when the server cannot be reached or is too old; nothing is half applied
 */
export async function migrateQueueTables(databaseUrl: string): Promise<void> {
  // The migration holds an advisory lock and a transaction, so it needs a session of its own, never a pool.
  const client = new Client({ connectionString: databaseUrl, application_name: "touchline migrate" });
  await client.connect();
  try {
    await runMigrations(client, postgresSchema);
  } finally {
    await client.end();
  }
}
