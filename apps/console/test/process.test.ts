import { startProcess } from "@touchline/testing/process";
import { testDatabase } from "@touchline/testing/suite";
import { expect, test } from "vitest";
import { visitor } from "./visitor.ts";

test("the process prints a password on its first start alone, lets in with it after a restart, and ends cleanly", async () => {
  // A Redis that is not there is no reason not to start.
  const env = { DATABASE_URL: await testDatabase(), REDIS_URL: "redis://127.0.0.1:1" };
  const first = await startProcess("apps/console", env);
  const password = /password \\"([a-z2-9-]{24})\\"/u.exec(first.output())?.[1] ?? "";
  const person = visitor(first.url);
  expect((await person.logIn(password)).status).toBe(303);
  expect((await fetch(`${first.url}/metrics`)).headers.get("content-type")).toContain("text/plain");
  expect(await first.stop()).toBe(0);

  const second = await startProcess("apps/console", env);
  expect(second.output()).not.toContain("console login");
  // The session lives in Postgres, under a key that does too.
  const again = visitor(second.url);
  again.cookie = person.cookie;
  const { status, text } = await again.get("/");
  expect(status).toBe(200);
  expect(text).toContain("The Redis lane does not answer.");
  expect((await visitor(second.url).logIn(password)).status).toBe(303);
  expect(await second.stop()).toBe(0);
});

test("a database without tables ends the start with what to do", async () => {
  const url = new URL(await testDatabase());
  url.pathname = "/postgres";
  await expect(startProcess("apps/console", { DATABASE_URL: url.href })).rejects.toThrow(/touchline -- migrate/u);
});
