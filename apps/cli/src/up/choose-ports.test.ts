import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { apps } from "./apps.ts";
import { choosePorts } from "./choose-ports.ts";

let blockers: Server[] = [];

afterEach(() => {
  for (const server of blockers) server.close();
  blockers = [];
});

async function occupy(port: number): Promise<number> {
  const server = createServer();
  blockers.push(server);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

test("every app gets a port of its own, also when the ingress is moved onto another one's", async () => {
  const chosen = await choosePorts("127.0.0.1", 8082);
  expect(chosen.map(({ name }) => name)).toEqual(apps.map(({ name }) => name));
  expect(new Set(chosen.map(({ port }) => port)).size).toBe(apps.length);
});

test("a busy port is passed over, and the choice says so", async () => {
  const busy = await occupy(0);
  const ingress = (await choosePorts("127.0.0.1", busy)).find(({ name }) => name === "ingress");
  expect(ingress?.insteadOf).toBe(busy);
  expect(ingress?.port).toBeGreaterThan(busy);
});
