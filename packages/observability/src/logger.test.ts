import { expect, test } from "vitest";
import { createLogger, type Logger } from "./logger.ts";

function capture(level?: string): { log: Logger; lines: () => Record<string, unknown>[]; raw: () => string } {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const log = createLogger({ service: "ingress", level, pretty: false, destination });
  return { log, lines: () => written.map((line) => JSON.parse(line)), raw: () => written.join("") };
}

test("a line is JSON with level name, ISO time and service", () => {
  const { log, lines } = capture();
  log.info({ receiptId: "rcp_1", lane: "redis", ms: 3 }, "stored");
  expect(lines()).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u),
      service: "ingress",
      pid: process.pid,
      receiptId: "rcp_1",
      lane: "redis",
      ms: 3,
      msg: "stored",
    },
  ]);
});

test.each([
  ["at the top", { text: "s3cret" }],
  ["one level down", { activity: { body: "s3cret" } }],
  ["two levels down", { job: { data: { message: "s3cret" } } }],
  ["in a list", { events: [{ replyPreview: "s3cret" }] }],
  ["as a header", { headers: { "svix-signature": "v1,s3cret", authorization: "Bearer s3cret", cookie: "sid=s3cret" } }],
  [
    "in any spelling",
    { options: { api_key: "s3cret", accessToken: "s3cret", "X-API-Key": "s3cret", "Set-Cookie": "s3cret" } },
  ],
  ["as a list of secrets", { endpoint: { secrets: ["s3cret", "s3cret"] } }],
  ["as bytes", { raw: Buffer.from("s3cret") }],
  [
    "on an error's own fields",
    { err: Object.assign(new Error("refused"), { config: { headers: { authorization: "s3cret" } } }) },
  ],
  ["in an error's URL", { err: new Error("cannot reach postgres://touchline:s3cret@db:5432/touchline") }],
  ["in an error's cause", { err: new Error("outer", { cause: new Error("redis://:s3cret@cache:6379") }) }],
  ["in a plain URL", { url: "https://user:s3cret@example.com/x?token=s3cret" }],
])("what people wrote and what proves who they are stays out of the log: %s", (_where, fields) => {
  const { log, raw } = capture();
  log.info(fields, "msg");
  log.child(fields).info("through a child");
  expect(raw()).not.toContain("s3cret");
  expect(raw()).not.toContain(Buffer.from("s3cret").toString("base64"));
});

test("a connection string in the message itself is masked, its host stays", () => {
  const { log, lines } = capture();
  log.error(new Error("no route to postgres://touchline:s3cret@db:5432/x"));
  expect(lines()[0]?.["msg"]).toBe("no route to postgres://touchline:***@db:5432/x");
});

test("redaction leaves counts, times and error messages readable", () => {
  const { log, lines } = capture();
  log.info(
    { tokens: 3, at: new Date(0), err: new TypeError("bad thing"), note: null, url: "http://a:8080/x?b=c@d" },
    "m",
  );
  expect(lines()[0]).toMatchObject({
    tokens: 3,
    at: "1970-01-01T00:00:00.000Z",
    err: { type: "TypeError", message: "bad thing" },
    note: null,
    url: "http://a:8080/x?b=c@d",
  });
});

test("the caller's own object is not changed by redaction", () => {
  const { log } = capture();
  const job = { data: { text: "hello" } };
  log.info({ job }, "m");
  expect(job).toEqual({ data: { text: "hello" } });
});

test("an unknown level counts as info and says what is allowed", () => {
  const { log, lines } = capture("loud");
  log.debug("not shown");
  expect(log.level).toBe("info");
  expect(lines()).toMatchObject([
    { level: "warn", given: "loud", allowed: expect.arrayContaining(["debug", "silent"]) },
  ]);
});
