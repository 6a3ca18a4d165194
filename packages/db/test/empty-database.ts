import { testDatabase } from "@touchline/testing/suite";
import pg from "pg";

/** A database of the run's server without a single table; returns its URL. */
export async function emptyDatabase(): Promise<string> {
  const url = await testDatabase();
  await query(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  return url;
}

/** Runs one statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
