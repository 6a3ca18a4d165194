import { PassThrough } from "node:stream";
import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { createByteBudget } from "./byte-budget.ts";
import { readBody } from "./read-body.ts";

/** All that reading asks of a request is that it streams and has headers. */
function requestOf(headers: Record<string, string>): IncomingMessage & PassThrough {
  return Object.assign(new PassThrough(), { headers }) as unknown as IncomingMessage & PassThrough;
}

function limits(given: { maxBytes?: number; total?: number } = {}) {
  return { maxBytes: given.maxBytes ?? 100, budget: createByteBudget(given.total ?? 1_000) };
}

test("a body is read byte for byte and held until it is released, once", async () => {
  const request = requestOf({ "content-length": "4" });
  const { budget, ...rest } = limits();
  const reading = readBody(request, { budget, ...rest });
  expect(budget.taken()).toBe(4);
  request.write("ab");
  request.end("cd");
  const read = await reading;
  expect(read).toMatchObject({ kind: "read", body: Buffer.from("abcd") });
  expect(budget.taken()).toBe(4);
  if (read.kind === "read") [read.release, read.release].forEach((release) => release());
  expect(budget.taken()).toBe(0);
});

test("a body of unknown length is counted as it comes", async () => {
  const request = requestOf({});
  const { budget, ...rest } = limits({ total: 3 });
  const reading = readBody(request, { budget, ...rest });
  request.write("abc");
  await expect.poll(budget.taken).toBe(3);
  request.write("d");
  expect(await reading).toEqual({ kind: "over_budget" });
  expect(budget.taken()).toBe(0);
});

test("a connection that breaks ends the reading", async () => {
  const request = requestOf({ "content-length": "50" });
  const { budget, ...rest } = limits();
  const reading = readBody(request, { budget, ...rest });
  request.destroy(new Error("ECONNRESET"));
  expect(await reading).toEqual({ kind: "aborted" });
  expect(budget.taken()).toBe(0);
});
