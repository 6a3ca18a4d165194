import { METHODS } from "node:http";
import { describe, expect, test } from "vitest";
import { body, now, rawAnswer, send, signed, startApp } from "./harness.ts";

describe("a webhook is refused", () => {
  test.each<[string, Record<string, string>, string]>([
    ["without a signature", {}, "missing_signature"],
    ["with half a signature", { "svix-signature": "v1,AAAA" }, "missing_signature"],
    ["with a wrong signature", { ...signed("another body") }, "bad_signature"],
    ["with an old signature", signed(body, new Date(now.getTime() - 301_000)), "stale_signature"],
  ])("%s: 401", async (_what, headers, error) => {
    const { url, stored, logged } = await startApp();
    const answer = await send(`${url}/webhooks/sendpilot`, { headers, chunks: [body] });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([401, { error }]);
    expect(stored).toEqual([]);
    expect(logged).toMatchObject([{ level: "warn", endpoint: "default", reason: error, from: "127.0.0.1" }]);
  });

  test("unsigned before its body is read, whatever it says about its size", async () => {
    const { url } = await startApp();
    const answer = await rawAnswer(
      url,
      "POST /webhooks/sendpilot HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 .*missing_signature/su);
  });

  test("over the size limit: 413, by its declared length and as it comes", async () => {
    const { url, stored } = await startApp();
    const large = Buffer.alloc(1_001, 32);
    for (const extra of [{ "content-length": "1001" }, { "transfer-encoding": "chunked" }]) {
      const answer = await send(`${url}/webhooks/sendpilot`, {
        headers: { ...signed(large), ...extra },
        chunks: [large],
      });
      expect([answer.status, answer.body]).toEqual([413, '{"error":"body_too_large"}']);
    }
    const fitting = Buffer.alloc(1_000, 32);
    expect((await send(`${url}/webhooks/sendpilot`, { headers: signed(fitting), chunks: [fitting] })).status).toBe(202);
    expect(stored).toHaveLength(1);
  });

  test("over the size limit of 8 MiB, and its sender sees the answer after sending all of it", async () => {
    const limit = 8 * 1024 * 1024;
    const { url } = await startApp({ limits: { bodyBytes: limit, inFlightBytes: 4 * limit } });
    const large = Buffer.alloc(limit + 1, 32);
    expect((await send(`${url}/webhooks/sendpilot`, { headers: signed(large), chunks: [large] })).status).toBe(413);
    const fitting = large.subarray(1);
    expect((await send(`${url}/webhooks/sendpilot`, { headers: signed(fitting), chunks: [fitting] })).status).toBe(202);
  });

  test.each([
    "/webhooks/sendpilot/nobody",
    "/webhooks/other",
    "/webhooks",
    "/",
    "/webhooks/sendpilot/default/x",
    "/webhooks/sendpilot/%zz",
    "/webhooks/sendpilot/__proto__",
  ])("at %s: 404", async (path) => {
    const { url } = await startApp();
    const answer = await send(url + path, { headers: { ...signed(), "content-type": "///" }, chunks: [body] });
    expect([answer.status, answer.body]).toEqual([404, '{"error":"not_found"}']);
  });

  // CONNECT asks for a tunnel and never becomes a request.
  test.each(METHODS.filter((method) => method !== "POST" && method !== "CONNECT"))(
    "by the method %s: 405",
    async (method) => {
      const { url } = await startApp();
      for (const path of ["/webhooks/sendpilot", "/webhooks/sendpilot/", "/webhooks/sendpilot/default"]) {
        const answer = await send(url + path, { method, headers: { ...signed(), "content-type": "///" } });
        expect([answer.status, answer.headers.allow]).toEqual([405, "POST"]);
      }
      if (method === "GET" || method === "HEAD") return;
      const withBody = await send(`${url}/webhooks/sendpilot`, {
        method,
        headers: { "content-length": "2", "content-type": "" },
        chunks: ["{}"],
      });
      expect(withBody.status).toBe(405);
    },
  );

  test("at an endpoint without a secret: 503", async () => {
    const { url } = await startApp();
    const answer = await send(`${url}/webhooks/sendpilot/bare`, { headers: signed(), chunks: [body] });
    expect([answer.status, answer.body]).toEqual([503, '{"error":"no_secret_configured"}']);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
  });

  test("when no lane confirms: 503, and the same webhook is accepted later", async () => {
    const { url, queue } = await startApp();
    queue.outcome = { ok: false, reason: "redis: away; postgres: away" };
    const answer = await send(`${url}/webhooks/sendpilot`, { headers: signed(), chunks: [body] });
    expect([answer.status, answer.body]).toEqual([503, '{"error":"unavailable"}']);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    queue.outcome = { ok: true, lane: "postgres" };
    expect((await send(`${url}/webhooks/sendpilot`, { headers: signed(), chunks: [body] })).status).toBe(202);
  });

  test("when too many bytes are held: 503, until some are let go", async () => {
    const { url, queue, metrics } = await startApp();
    const released = Promise.withResolvers<void>();
    queue.hold = released.promise;
    const large = Buffer.alloc(900, 32);
    const post = (extra: Record<string, string> = {}) =>
      send(`${url}/webhooks/sendpilot`, { headers: { ...signed(large), ...extra }, chunks: [large] });
    const held = [post(), post()];
    await expect.poll(async () => /touchline_webhook_bodies_bytes\S* (\d+)/u.exec(await metrics())?.[1]).toBe("1800");
    for (const extra of [{}, { "transfer-encoding": "chunked" }]) {
      const refused = await post(extra);
      expect([refused.status, refused.body, refused.headers["retry-after"]]).toEqual([503, '{"error":"busy"}', "1"]);
    }
    released.resolve();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([202, 202]);
    expect((await post()).status).toBe(202);
    expect(await metrics()).toMatch(/touchline_webhook_bodies_bytes\S* 0/u);
  });
});
