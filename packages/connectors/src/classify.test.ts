import { describe, expect, it } from "vitest";
import { classify, type Verdict } from "./classify.ts";

const now = new Date("2026-03-01T10:00:00.000Z");
const deliveryId = "dlv_00000000000000000000000001";
const inMs = (ms: number): Date => new Date(now.getTime() + ms);

interface Given {
  headers?: Record<string, string>;
  body?: string;
  complete?: boolean;
}

function verdict(status: number, { headers = {}, body = "", complete = true }: Given = {}): Verdict {
  const exchange = { method: "POST", url: "https://crm.example/hook", status, durationMs: 1 };
  const result = { kind: "answered" as const, status, headers: new Headers(headers), body, complete, exchange };
  return classify(result, { deliveryId, now });
}

describe("classify", () => {
  it.each([
    [200, "delivered"],
    [202, "delivered"],
    [204, "delivered"],
    [301, "permanent"],
    [308, "permanent"],
    [400, "permanent"],
    [401, "auth"],
    [403, "auth"],
    [404, "permanent"],
    [408, "retryable"],
    [409, "permanent"],
    [410, "permanent"],
    [413, "permanent"],
    [422, "permanent"],
    [423, "retryable"],
    [425, "retryable"],
    [429, "rate_limited"],
    [500, "retryable"],
    [502, "retryable"],
    [503, "retryable"],
    [504, "retryable"],
    [599, "retryable"],
  ])("takes a bare %i for %s", (status, kind) => expect(verdict(status).kind).toBe(kind));

  it("rests as long as a 429 says, and 30 s where it says nothing usable", () => {
    expect(verdict(429, { headers: { "retry-after": "120" } })).toMatchObject({ until: inMs(120_000) });
    expect(verdict(429, { headers: { "retry-after": "Sun, 01 Mar 2026 10:02:00 GMT" } })).toMatchObject({
      until: inMs(120_000),
    });
    expect(verdict(429, { headers: { "retry-after": "Sun, 01 Mar 2020 10:02:00 GMT" } })).toMatchObject({
      until: inMs(30_000),
    });
    expect(verdict(429, { headers: { "retry-after": "soon" } })).toMatchObject({ until: inMs(30_000) });
    expect(verdict(429)).toMatchObject({ until: inMs(30_000) });
  });

  it.each([502, 503, 504])("takes a %i with Retry-After for a rest of the destination", (status) => {
    expect(verdict(status, { headers: { "retry-after": "60" } })).toMatchObject({
      kind: "rate_limited",
      until: inMs(60_000),
    });
    expect(verdict(status, { headers: { "retry-after": "soon" } }).kind).toBe("retryable");
  });

  it.each([408, 500, 502, 503, 504, 599])("leaves open after a %i whether it was written", (status) => {
    expect(verdict(status)).toMatchObject({ kind: "retryable", mayHaveArrived: true });
  });

  it.each([502, 503, 504])("leaves it open after a %i with Retry-After, too", (status) => {
    const outcome = verdict(status, { headers: { "retry-after": "60" } });
    expect(outcome).toMatchObject({ kind: "rate_limited", mayHaveArrived: true });
  });

  it.each([423, 425, 429])("knows that a %i wrote nothing", (status) => {
    expect(verdict(status)).not.toHaveProperty("mayHaveArrived");
  });

  it("does not let a 500 rest the destination", () => {
    expect(verdict(500, { headers: { "retry-after": "60" } }).kind).toBe("retryable");
  });

  it("names where a redirect points, without its credentials", () => {
    expect(verdict(302, { headers: { location: "/login?token=abc" } })).toMatchObject({
      kind: "permanent",
      reason: expect.stringContaining("moved to https://crm.example/login?token=***;"),
    });
    expect(verdict(302, { headers: { location: "/hooks/x7Yk29QmVb81LpZw03Rt" } })).toMatchObject({
      reason: expect.stringContaining("moved to https://crm.example/hooks/…;"),
    });
  });

  it("takes a 409 for delivered only where it is about this very delivery", () => {
    expect(verdict(409, { body: `{"error":"duplicate","id":"${deliveryId}"}` })).toEqual({
      kind: "delivered",
      found: true,
    });
    expect(verdict(409, { headers: { "idempotent-replayed": "true" } })).toEqual({ kind: "delivered", found: true });
    expect(verdict(409, { body: '{"error":"contact already exists"}' }).kind).toBe("permanent");
    expect(verdict(409, { body: `{"error":"not now","id":"${deliveryId}"}` }).kind).toBe("permanent");
    expect(verdict(409, { headers: { "retry-after": "1" } }).kind).toBe("retryable");
  });

  it.each([
    ["code", "ALREADY_EXISTS"],
    ["error", "Duplicate delivery"],
    ["status", "alreadyProcessed"],
    ["type", "duplicate"],
  ])("takes a 409 whose %s is %j and that names the delivery for delivered", (key, said) => {
    const body = JSON.stringify({ [key]: said, data: { id: deliveryId } });
    expect(verdict(409, { body })).toEqual({ kind: "delivered", found: true });
    expect(verdict(409, { body: JSON.stringify({ [key]: said }) }).kind).toBe("permanent");
  });

  it.each([
    ["prose", `delivery ${deliveryId}: a duplicate contact is in the way`],
    ["JSON text", JSON.stringify(`duplicate ${deliveryId}`)],
    ["JSON null", "null"],
    ["an array", JSON.stringify([{ code: "duplicate", id: deliveryId }])],
    ["a message", JSON.stringify({ message: "already exists", id: deliveryId })],
    ["a nested code", JSON.stringify({ detail: { code: "duplicate" }, id: deliveryId })],
    ["a duplicate of something else", JSON.stringify({ code: "DUPLICATE_CONTACT", id: deliveryId })],
    ["something else that exists", JSON.stringify({ error: "contact already exists", id: deliveryId })],
    ["a denial", JSON.stringify({ error: "not a duplicate", id: deliveryId })],
  ])("does not take a 409 with %s for a repeat", (_what, body) => {
    expect(verdict(409, { body }).kind).toBe("permanent");
  });

  it("does not believe a success whose answer broke off, but believes a refusal", () => {
    expect(verdict(200, { complete: false }).kind).toBe("unknown");
    expect(verdict(400, { complete: false }).kind).toBe("permanent");
  });

  it("tells what was never sent from what nobody knows", () => {
    const exchange = { method: "POST", url: "https://crm.example/hook", durationMs: 1 };
    expect(classify({ kind: "not_sent", reason: "ECONNREFUSED", exchange }, { deliveryId, now })).toEqual({
      kind: "retryable",
      reason: "not sent: ECONNREFUSED",
    });
    expect(classify({ kind: "no_answer", reason: "ECONNRESET", exchange }, { deliveryId, now }).kind).toBe("unknown");
  });
});
