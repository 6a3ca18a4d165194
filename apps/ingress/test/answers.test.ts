import { connect } from "node:net";
import { bodyBytes } from "@touchline/queue/catalog";
import { samples } from "@touchline/sources/sendpilot/samples";
import { signRequest } from "@touchline/sources/sendpilot/sign";
import { describe, expect, test } from "vitest";
import { body, endpoints, now, rawAnswer, secret, send, signed, startApp } from "./harness.ts";

describe("a signed webhook is accepted", () => {
  test.each(["svix", "standard-webhooks", "documented"] as const)(
    "in the form %s, every sample, byte for byte",
    async (scheme) => {
      const { url, stored } = await startApp({ limits: { bodyBytes: 1_000_000, inFlightBytes: 1_000_000 } });
      for (const { body: sample, eventType } of samples) {
        const headers = signRequest({ scheme, secret, body: sample, messageId: "msg_1", now });
        const answer = await send(`${url}/webhooks/sendpilot`, { headers, chunks: [sample] });
        expect(answer.status).toBe(202);
        const event = stored.at(-1);
        expect(JSON.parse(answer.body)).toEqual({ status: "accepted", eventId: JSON.parse(sample).eventId });
        expect(event).toMatchObject({ scheme, endpoint: "default", eventType, source: "sendpilot" });
        expect(event && bodyBytes(event).equals(Buffer.from(sample))).toBe(true);
      }
    },
  );

  test.each([
    ["the path with a trailing slash", "/webhooks/sendpilot/"],
    ["the endpoint named", "/webhooks/sendpilot/default"],
    ["the endpoint named, with a trailing slash", "/webhooks/sendpilot/default/"],
    ["a query", "/webhooks/sendpilot?x=1"],
    ["a trailing slash and a query", "/webhooks/sendpilot/?x=1"],
  ])("at %s, without a redirect", async (_what, path) => {
    const { url } = await startApp();
    expect((await send(url + path, { headers: signed(), chunks: [body] })).status).toBe(202);
  });

  test.each([
    undefined,
    "",
    "text/plain",
    "application/json",
    "application/json; charset=utf-16",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "nonsense",
    "///;;;===",
    "application/json, text/html",
    "x".repeat(5_000),
  ])("whatever its content type: %s", async (type) => {
    const { url, stored } = await startApp();
    const headers = { ...signed(), ...(type === undefined ? {} : { "content-type": type }) };
    expect((await send(`${url}/webhooks/sendpilot`, { headers, chunks: [body] })).status).toBe(202);
    expect(stored[0]?.contentType).toBe(type === "" || (type?.length ?? 0) > 200 ? undefined : type);
  });

  test.each([
    ["is not JSON", Buffer.from("hello")],
    ["is empty", Buffer.alloc(0)],
    ["is not UTF-8", Buffer.from([0xff, 0x00, 0xfe])],
    ["has no event id", Buffer.from("{}")],
    ["is of another workspace", Buffer.from('{"workspaceId":"ws_other"}')],
    ["has an odd event id", Buffer.from('{"eventId":7}')],
  ])("when its body %s, under the hash of its body", async (_what, bytes) => {
    const { url, stored } = await startApp();
    const answer = await send(`${url}/webhooks/sendpilot`, {
      headers: signed(bytes),
      chunks: bytes.length > 0 ? [bytes] : [],
    });
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.body).eventId).toMatch(/^sha256-[0-9a-f]{64}$/u);
    const [event] = stored;
    expect(event && bodyBytes(event).equals(bytes)).toBe(true);
  });

  test("when its event id holds what neither JSON nor a database likes", async () => {
    const { url } = await startApp();
    const odd = '{"eventId":"a\\"b\\\\\\u0000\\ud800"}';
    const answer = await send(`${url}/webhooks/sendpilot`, { headers: signed(odd), chunks: [odd] });
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.body)).toMatchObject({ status: "accepted" });
  });

  test("when its body comes in chunks, slowly", async () => {
    const { url } = await startApp();
    const headers = { ...signed(), "transfer-encoding": "chunked" };
    expect(
      (await send(`${url}/webhooks/sendpilot`, { headers, chunks: [body.slice(0, 10), body.slice(10)] })).status,
    ).toBe(202);
  });
});

test("a sender that goes away in the middle leaves nothing held and nothing stored", async () => {
  const { url, stored, metrics } = await startApp();
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const headers = Object.entries(signed())
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  socket.write(`POST /webhooks/sendpilot HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n${headers}\r\n{"half`);
  await expect.poll(async () => /touchline_webhook_bodies_bytes\S* (\d+)/u.exec(await metrics())?.[1]).toBe("500");
  socket.destroy();
  await expect.poll(metrics).toMatch(/touchline_webhook_bodies_bytes\S* 0/u);
  expect(await metrics()).toMatch(/touchline_webhooks_total\{[^}]*outcome="aborted"[^}]*\} 1/u);
  expect(stored).toEqual([]);
});

test("a sender that dawdles is let go, and holds nothing after", async () => {
  const { app, url, metrics } = await startApp();
  app.server.requestTimeout = 500;
  app.server.headersTimeout = 400;
  const headers = Object.entries(signed())
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  const answer = await rawAnswer(
    url,
    `POST /webhooks/sendpilot HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n${headers}\r\n{"half`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 408 /u);
  await expect.poll(metrics).toMatch(/touchline_webhook_bodies_bytes\S* 0/u);
});

test("a flood of refusals is counted, not logged line by line", async () => {
  const { url, logged, metrics } = await startApp();
  for (let i = 0; i < 30; i++) await send(`${url}/webhooks/sendpilot`);
  expect(logged).toHaveLength(10);
  expect(await metrics()).toMatch(/touchline_webhooks_total\{[^}]*outcome="missing_signature"[^}]*\} 30/u);
});

test("ready means that a webhook would be stored; what is weak or missing is listed", async () => {
  const { url, queue } = await startApp();
  const details = {
    weaknesses: ["Redis has appendonly no"],
    endpointsWithoutSecret: [{ path: "/webhooks/sendpilot/bare", unset: ["BARE_SECRET"] }],
  };
  const ready = await fetch(`${url}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: "ready", details }]);
  queue.outcome = { ok: false, reason: "redis: away; postgres: away" };
  const failing = await fetch(`${url}/health/ready`);
  expect([failing.status, await failing.json()]).toEqual([
    503,
    { status: "unavailable", failing: [{ part: "lanes", reason: "redis: away; postgres: away" }], details },
  ]);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

test("without any secret the process is not ready", async () => {
  const { url } = await startApp({ endpoints: endpoints().filter(({ name }) => name === "bare") });
  const failing = await fetch(`${url}/health/ready`);
  expect([failing.status, await failing.json()]).toMatchObject([503, { failing: [{ part: "secrets" }] }]);
});

test("accepted webhooks are counted by endpoint, form and time", async () => {
  const { url, metrics } = await startApp();
  await send(`${url}/webhooks/sendpilot`, { headers: signed(), chunks: [body] });
  const text = await metrics();
  expect(text).toMatch(/touchline_webhooks_total\{[^}]*endpoint="default"[^}]*outcome="accepted"[^}]*\} 1/u);
  expect(text).toMatch(/touchline_webhook_signatures_total\{[^}]*scheme="svix"[^}]*\} 1/u);
  expect(text).toMatch(/touchline_webhook_answer_seconds_count\S* 1/u);
  expect(text).toMatch(/touchline_webhook_last_accepted_timestamp_seconds\S* 1\d{9}/u);
});
