import { connect } from "node:net";
import { once } from "node:events";
import { expect, inject, test } from "vitest";
import { findLeaks } from "../src/find-leaks.ts";
import { testRedisUrl } from "../src/suite.ts";
import { withClient } from "../src/with-client.ts";

const servers = (): { postgresUrl: string; redisUrl: string } => ({
  postgresUrl: inject("postgresUrl"),
  redisUrl: inject("redisUrl"),
});

test("a connection left open to a database of the file is named, with its last query; a closed one is not", async () => {
  const url = new URL(inject("postgresUrl"));
  url.pathname = "/template1";
  const input = { ...servers(), taken: { databases: [url.href], redis: undefined }, graceMs: 0 };
  await withClient(url.href, async (client) => {
    await client.query("SELECT 'forgotten'");
    expect(await findLeaks(input)).toEqual([expect.stringContaining("SELECT 'forgotten'")]);
  });
  expect(await findLeaks({ ...input, graceMs: 2_000 })).toEqual([]);
});

test("a connection left open to the Redis database of the file is named", async () => {
  const url = new URL(await testRedisUrl());
  const input = { ...servers(), taken: { databases: [], redis: url.href }, graceMs: 0 };
  expect(await findLeaks(input)).toEqual([]);
  const socket = connect(Number(url.port), url.hostname);
  socket.write(`SELECT ${url.pathname.slice(1)}\r\n`);
  await once(socket, "data");
  expect(await findLeaks(input)).toEqual([expect.stringContaining("Redis connection")]);
  socket.destroy();
  expect(await findLeaks({ ...input, graceMs: 2_000 })).toEqual([]);
});
