import { expect, test } from "vitest";
import { requireConfig } from "./require-config.ts";

const readFile = () => undefined;

test("a process does not start without a database to write to", () => {
  expect(() => requireConfig({ env: {}, readFile })).toThrow("DATABASE_URL is not set");
  const env = { DATABASE_URL: "postgresql://h/d" };
  expect(requireConfig({ env, readFile }).databaseUrl).toBe("postgresql://h/d");
});

test("a process that does not start names every problem", () => {
  const env = { DATABASE_URL: "x", PORT: "y", LOG_LEVEL: "z" };
  expect(() => requireConfig({ env, readFile })).toThrow(/DATABASE_URL: .*\n.*PORT: .*\n.*LOG_LEVEL: /u);
});
