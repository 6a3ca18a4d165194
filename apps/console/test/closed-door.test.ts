import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { testRedisUrl } from "@touchline/testing/suite";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runConsole, type RunningConsole } from "./run-console.ts";
import { visitor } from "./visitor.ts";

const openToAll = new Set([
  "/login",
  "/assets/console.css",
  "/assets/icon.svg",
  "/health/live",
  "/health/ready",
  "/metrics",
]);
const routes: { method: string; path: string }[] = [];
let running: RunningConsole;

/** Fastify announces every app it makes, early enough to hear of every route, those of plugins included. */
function listenForRoutes(announcement: unknown): void {
  const { fastify } = announcement as { fastify: FastifyInstance };
  fastify.addHook("onRoute", ({ method, url }) => {
    const path = url.replaceAll("*", "js/main.js").replaceAll(/:\w+/gu, "x");
    routes.push(...[method].flat().map((one) => ({ method: one, path })));
  });
}

beforeAll(async () => {
  subscribe("fastify.initialization", listenForRoutes);
  running = await runConsole({ redisUrl: await testRedisUrl() });
  unsubscribe("fastify.initialization", listenForRoutes);
});
afterAll(() => running.close());

test("without a session no page, no board, no API and no file of the board is given out", async () => {
  expect(routes.filter(({ path }) => path.startsWith("/queues/api/")).length).toBeGreaterThan(30);
  expect(routes.some(({ path }) => path.startsWith("/queues/static/"))).toBe(true);

  const given = [];
  for (const { method, path } of routes) {
    const { status, headers } = await visitor(running.url).send(method, path, { accept: "text/html" });
    const closed = status === 401 || (status === 303 && headers.get("location")?.startsWith("/login"));
    if (!closed) given.push(`${method} ${path}`);
  }
  // POST /login answers 401 too: nobody gave it a password.
  const allowed = [...openToAll].flatMap((path) => [`GET ${path}`, `HEAD ${path}`]);
  expect([...new Set(given)].toSorted()).toEqual(allowed.toSorted());
});

test("what does not exist looks like what is closed", async () => {
  const stranger = visitor(running.url);
  expect((await stranger.get("/nowhere")).status).toBe(303);
  expect((await stranger.get("/queues/static/nowhere.js", { accept: "*/*" })).status).toBe(401);
  expect((await stranger.get("//queues/api/queues", { accept: "*/*" })).status).toBe(401);
  expect((await stranger.get("/queues/../queues/api/queues", { accept: "*/*" })).status).toBe(401);
});

test("a cookie that nobody signed, or for a session that is not there, opens nothing", async () => {
  const { url, db } = running;
  const forger = visitor(url);
  await forger.logIn("correct horse battery");
  const genuine = forger.cookie ?? "";
  expect((await forger.get("/")).status).toBe(200);

  const [token = ""] = decodeURIComponent(genuine.split("=")[1] ?? "").split(".");
  for (const cookie of [
    `touchline_session=${token}`,
    `touchline_session=${token}.AAAA`,
    "touchline_session=",
    `${genuine}x`,
  ]) {
    forger.cookie = cookie;
    expect((await forger.get("/")).status).toBe(303);
  }
  await db.consoleSession.deleteMany();
  forger.cookie = genuine;
  expect((await forger.get("/")).status).toBe(303);
});

test("pages may not be framed, sniffed, cached or scripted, and send no address elsewhere", async () => {
  const reader = visitor(running.url);
  await reader.logIn("correct horse battery");
  for (const path of ["/login", "/", "/nowhere"]) {
    const { headers } = await reader.get(path);
    const policy = headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(policy).not.toContain("script-src");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");
  }
  const board = await reader.get("/queues");
  expect(board.status).toBe(200);
  expect(board.headers.get("content-security-policy")).toContain("script-src 'self';");
  expect(board.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});
