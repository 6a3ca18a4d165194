import { afterAll, beforeAll, expect, test } from "vitest";
import { password, runConsole, type RunningConsole } from "./run-console.ts";
import { visitor } from "./visitor.ts";

let running: RunningConsole;

beforeAll(async () => {
  running = await runConsole({ limits: { windowMs: 300_000, perAddress: 3, overall: 7 } });
});
afterAll(() => running.close());

async function tryFrom(address: string, guess: string) {
  return await visitor(running.url).post("/login", { name: "admin", password: guess }, { "x-forwarded-for": address });
}

test("guessing ends after a few attempts by one address, then from all together, in words and with a time to wait", async () => {
  for (let i = 0; i < 3; i++) expect((await tryFrom("198.51.100.1", "guess")).status).toBe(401);
  const { status, headers, text } = await tryFrom("198.51.100.1", password);
  expect(status).toBe(429);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(200);
  expect(text).toContain("There were too many attempts to log in. Try again in 5 minutes.");

  // What one address tries beyond its own limit does not count for the others.
  for (let i = 0; i < 10; i++) await tryFrom("198.51.100.1", "guess");
  expect((await tryFrom("198.51.100.2", password)).status).toBe(303);

  for (let i = 3; i < 6; i++) expect((await tryFrom(`198.51.100.${i}`, "guess")).status).toBe(401);
  expect((await tryFrom("198.51.100.9", password)).status).toBe(429);
});
