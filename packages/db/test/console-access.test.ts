import { testDatabase } from "@touchline/testing/suite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Db, openDb } from "../src/client.ts";
import {
  closeConsoleSession,
  extendConsoleSession,
  findConsoleSession,
  openConsoleSession,
  removeExpiredConsoleSessions,
} from "../src/console-sessions.ts";
import { createConsoleUser, findConsoleUser, setConsolePassword } from "../src/console-users.ts";

let db: Db;
const at = (hour: number): Date => new Date(Date.UTC(2026, 0, 1, hour));
const session = { tokenHash: "a", userName: "admin", createdAt: at(0), expiresAt: at(12) };

beforeAll(async () => {
  db = openDb(await testDatabase());
});
afterAll(() => db.$disconnect());

test("a session is found until it ends, later when it was extended, never after it was closed", async () => {
  await openConsoleSession(db, session);
  expect(await findConsoleSession(db, "a", at(11))).toEqual(session);
  expect(await findConsoleSession(db, "a", at(12))).toBeUndefined();
  await extendConsoleSession(db, "a", at(20));
  expect(await findConsoleSession(db, "a", at(12))).toMatchObject({ expiresAt: at(20) });
  await closeConsoleSession(db, "a");
  await extendConsoleSession(db, "a", at(23));
  expect(await findConsoleSession(db, "a", at(12))).toBeUndefined();
});

test("only what has expired is removed", async () => {
  await openConsoleSession(db, session);
  await openConsoleSession(db, { ...session, tokenHash: "b", expiresAt: at(13) });
  expect(await removeExpiredConsoleSessions(db, at(12))).toBe(1);
  expect(await findConsoleSession(db, "b", at(12))).toBeDefined();
});

test("of several who create one user, one does; a new password ends that user's sessions and nobody else's", async () => {
  const created = await Promise.all(
    ["x", "y"].map((passwordHash) => createConsoleUser(db, { name: "ann", passwordHash })),
  );
  expect(created.filter(Boolean)).toHaveLength(1);
  for (const userName of ["ann", "bob"]) await openConsoleSession(db, { ...session, tokenHash: userName, userName });

  await setConsolePassword(db, { name: "ann", passwordHash: "z" });
  expect(await findConsoleUser(db, "ann")).toEqual({ name: "ann", passwordHash: "z" });
  expect(await findConsoleSession(db, "ann", at(1))).toBeUndefined();
  expect(await findConsoleSession(db, "bob", at(1))).toBeDefined();
});

test("a password may be set for a user who is not there yet", async () => {
  await setConsolePassword(db, { name: "new", passwordHash: "n" });
  expect(await findConsoleUser(db, "new")).toEqual({ name: "new", passwordHash: "n" });
});
