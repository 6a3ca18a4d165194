import { expect, test } from "vitest";
import { testDatabase } from "@touchline/testing/suite";
import { openDb } from "../src/client.ts";
import { query } from "./empty-database.ts";

/** Of this database alone: the server is shared with other files. */
const endAllOthers = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

test("no statement and no forgotten transaction can hold the database for long", async () => {
  const db = openDb(await testDatabase());
  const settings = await db.$queryRaw`
    SELECT current_setting('statement_timeout') AS statement,
           current_setting('idle_in_transaction_session_timeout') AS idle`;
  expect(settings).toEqual([{ statement: "30s", idle: "1min" }]);
  await db.$disconnect();
});

test("a connection that the server ended is replaced, and the process lives on", async () => {
  const url = await testDatabase();
  const db = openDb(url, { maxConnections: 1 });
  expect(await db.event.count()).toBe(0);
  await query(url, endAllOthers);
  await expect.poll(() => db.event.count(), { timeout: 5_000 }).toBe(0);
  await db.$disconnect();
});

// The moment at which nobody used to listen is shorter than any wait; many kills under load hit it every time.
test("connections that die at any moment of their work fail that work, and never the process", async () => {
  const url = await testDatabase();
  const db = openDb(url);
  for (let round = 0; round < 30; round++) {
    const transactions = Array.from({ length: 40 }, async () =>
      db.$transaction(async (tx) => (await tx.event.count()) + (await tx.event.count())),
    );
    const statements = Array.from({ length: 40 }, async () => db.event.count());
    const done = Promise.allSettled([...transactions, ...statements]);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    await query(url, endAllOthers);
    await done;
  }
  expect(await db.event.count()).toBe(0);
  await db.$disconnect();
});
