import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { password, runConsole, type RunningConsole } from "./run-console.ts";
import { visitor } from "./visitor.ts";

const hourMs = 3_600_000;
let running: RunningConsole;

beforeAll(async () => {
  running = await runConsole({ limits: { windowMs: 60_000, perAddress: 1_000, overall: 1_000 } });
});
afterAll(() => running.close());

test("the right password leads to where one wanted to go, under a cookie no script and no other site can use", async () => {
  const person = visitor(running.url);
  expect((await person.get("/queues?x=1")).headers.get("location")).toBe("/login?next=%2Fqueues%3Fx%3D1");
  expect((await person.get("/login?next=%2Fqueues%3Fx%3D1")).text).toContain('value="/queues?x=1"');
  const { status, headers } = await person.post("/login", { name: "admin", password, next: "/queues?x=1" });
  expect(status).toBe(303);
  expect(headers.get("location")).toBe("/queues?x=1");
  const cookie = headers.get("set-cookie");
  expect(cookie).toMatch(/; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/u);
  expect((await person.get("/")).status).toBe(200);
});

test("over https the cookie is for https alone", async () => {
  const { headers } = await visitor(running.url).post(
    "/login",
    { name: "admin", password },
    { "x-forwarded-proto": "https" },
  );
  expect(headers.get("set-cookie")).toContain("; Secure");
});

test.each([
  { name: "admin", password: "wrong" },
  { name: "admin", password: "" },
  { name: "admin" },
  { name: "nobody", password },
  { password },
  { name: "admin", password: password.repeat(200) },
])("a wrong name or password is refused in the same words: %#", async (form) => {
  const person = visitor(running.url);
  const { status, text } = await person.post("/login", Object.fromEntries(Object.entries(form)));
  expect(status).toBe(401);
  expect(text).toContain("This name and password do not go together.");
  expect(person.cookie).toBeUndefined();
});

test.each(["//evil.example", "https://evil.example", "/\\evil.example"])(
  "nobody is led from the login to %s",
  async (next) => {
    const { headers } = await visitor(running.url).post("/login", { name: "admin", password, next });
    expect(headers.get("location")).toBe("/");
  },
);

test("markup in the address comes back as text", async () => {
  const { text } = await visitor(running.url).get("/login?next=/%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
  expect(text).not.toContain("<script>");
});

test("a login is a new session; the one brought along ends, and one planted is not taken over", async () => {
  const person = visitor(running.url);
  await person.logIn(password);
  const first = person.cookie;
  await person.logIn(password);
  expect(person.cookie).not.toBe(first);
  person.cookie = first;
  expect((await person.get("/")).status).toBe(303);
});

test("the table holds only the hash of the token", async () => {
  const person = visitor(running.url);
  await running.db.consoleSession.deleteMany();
  await person.logIn(password);
  const token = decodeURIComponent(person.cookie?.split("=")[1] ?? "").split(".")[0] ?? "";
  const rows = await running.db.consoleSession.findMany();
  expect(rows.map(({ tokenHash }) => tokenHash)).toEqual([createHash("sha256").update(token).digest("hex")]);
});

test("a session ends 12 hours after its last use, and is renewed at most once an hour", async () => {
  const person = visitor(running.url);
  await person.logIn(password);
  running.passMs(hourMs / 2);
  expect((await person.get("/")).headers.get("set-cookie")).toBeNull();
  running.passMs(hourMs);
  expect((await person.get("/")).headers.get("set-cookie")).toContain("Max-Age=43200");
  running.passMs(11.9 * hourMs);
  expect((await person.get("/")).status).toBe(200);
  running.passMs(12.1 * hourMs);
  expect((await person.get("/")).status).toBe(303);
});

test("not even a board that polls keeps a session for more than a week", async () => {
  const poller = visitor(running.url);
  await poller.logIn(password);
  for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
    expect((await poller.get("/login")).status).toBe(303);
    running.passMs(11 * hourMs);
  }
  running.passMs(11 * hourMs);
  expect((await poller.get("/")).status).toBe(303);
});

test("a login removes what has expired", async () => {
  const { db } = running;
  await db.consoleSession.create({ data: { tokenHash: "old", userName: "admin", expiresAt: new Date(0) } });
  await visitor(running.url).logIn(password);
  expect(await db.consoleSession.findUnique({ where: { tokenHash: "old" } })).toBeNull();
});

test("after a logout the cookie is gone, and worth nothing to whoever kept it", async () => {
  const person = visitor(running.url);
  await person.logIn(password);
  const kept = person.cookie;
  const { status, headers } = await person.post("/logout");
  expect([status, headers.get("location"), person.cookie]).toEqual([303, "/login", undefined]);
  person.cookie = kept;
  expect((await person.get("/")).status).toBe(303);
});

test.each([
  { "sec-fetch-site": "cross-site", origin: "same" },
  { "sec-fetch-site": "same-site", origin: "same" },
  { "sec-fetch-site": "none", origin: "same" },
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "" },
])("a changing request that another site may have sent is refused: %j", async (headers) => {
  const { url } = running;
  const person = visitor(url);
  await person.logIn(password);
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value === "same" ? url : value]),
  );
  for (const [method, path] of [
    ["POST", "/logout"],
    ["POST", "/login"],
    ["PUT", "/queues/api/queues/resume"],
  ] as const) {
    expect((await person.send(method, path, given)).status).toBe(403);
  }
  expect((await person.get("/")).status).toBe(200);
});

test("a form of a person whose session has ended leads to the login", async () => {
  const { origin } = new URL(running.url);
  const { status, headers } = await visitor(running.url).send("POST", "/logout", { origin, accept: "text/html" });
  expect([status, headers.get("location")]).toEqual([303, "/login"]);
});

test("with neither Sec-Fetch-Site nor Origin a changing request is refused", async () => {
  const { status } = await fetch(`${running.url}/login`, {
    method: "POST",
    body: new URLSearchParams({ name: "admin", password }),
  });
  expect(status).toBe(403);
});

test("no password is ever logged", () => {
  expect(running.log()).toContain("refused a login");
  expect(running.log()).not.toContain(password);
});
