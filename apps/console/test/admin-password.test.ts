import { ensureGeneratedSecret } from "@touchline/db/generated-secrets";
import { createLogger } from "@touchline/observability/logger";
import { afterAll, beforeEach, beforeAll, expect, test } from "vitest";
import { prepareAdmin } from "../src/prepare-admin.ts";
import { password, runConsole, type RunningConsole } from "./run-console.ts";
import { visitor } from "./visitor.ts";

let running: RunningConsole;

beforeAll(async () => {
  running = await runConsole();
});
beforeEach(async () => {
  await running.db.consoleUser.deleteMany();
});
afterAll(() => running.close());

/** What a start of the console does with the password, and what it logs. */
async function start(given?: string): Promise<string> {
  let logged = "";
  const log = createLogger({ service: "console", destination: { write: (line) => void (logged += line) } });
  await prepareAdmin(running.db, given, log);
  return logged;
}

test("without a password given, the first start makes one and prints it once; it opens the console", async () => {
  const logged = await start();
  const printed = /password \\"([a-z2-9-]{24})\\"/u.exec(logged)?.[1] ?? "";
  expect((await visitor(running.url).logIn(printed)).status).toBe(303);
  expect(await start()).toBe("");
  expect((await visitor(running.url).logIn(printed)).status).toBe(303);
  const stored = await running.db.consoleUser.findMany();
  expect(JSON.stringify(stored)).not.toContain(printed);
});

test("several consoles starting at once print one password between them", async () => {
  const logs = await Promise.all([start(), start(), start()]);
  expect(logs.filter((logged) => logged.includes("console login"))).toHaveLength(1);
});

test("an empty variable counts as none", async () => {
  expect(await start("")).toContain("console login");
});

test("a password given by the environment wins over the stored one and ends the sessions opened under it", async () => {
  await start();
  await start(password);
  const person = visitor(running.url);
  await person.logIn(password);
  expect(await start(password)).toBe("");
  expect((await person.get("/")).status).toBe(200);

  expect(await start("another password")).toContain("given by the environment");
  expect((await person.get("/")).status).toBe(303);
  expect((await person.logIn(password)).status).toBe(401);
  expect((await person.logIn("another password")).status).toBe(303);
});

test("the cookie key is made once and is the same for all consoles", async () => {
  const { db } = running;
  const keys = await Promise.all(["a", "b", "c"].map((key) => ensureGeneratedSecret(db, "key", () => key)));
  expect(new Set(keys).size).toBe(1);
  expect(await ensureGeneratedSecret(db, "key", () => "later")).toBe(keys[0]);
});
