import { expect, test } from "vitest";
import { redactDeliveryData, redactIntakeData, redactResult } from "./redact-job.ts";

const secretText = "Hi Ann, my number is 555-0100";

test("an intake job shows ids and types of its events, of a body only its size in bytes", () => {
  const body = JSON.stringify({ eventId: "e1", data: { message: `${secretText} ü` } });
  const event = {
    receiptId: "rcp_1",
    source: "sendpilot",
    externalId: "e1",
    eventType: "message.sent",
    body,
    encoding: "utf8",
  };
  const shown = redactIntakeData({
    v: 1,
    events: [event, { ...event, body: Buffer.from([0xff, 0]).toString("base64"), encoding: "base64" }],
  });
  expect(redactIntakeData({ v: 1, events: [event] })).toEqual({
    event: { ...event, body: `[${Buffer.byteLength(body)} bytes]` },
  });
  expect(shown).toEqual({
    events: [
      { ...event, body: `[${Buffer.byteLength(body)} bytes]` },
      { ...event, body: "[2 bytes]", encoding: "base64" },
    ],
  });
});

test.each([
  { v: 1, events: [{ eventType: "x", surprise: secretText, body: "" }] },
  { v: 1, events: [{ eventType: { nested: secretText }, body: { text: secretText } }] },
  { v: 1, events: [secretText], more: secretText },
  { v: { secretText }, events: [] },
  { events: secretText },
  [secretText],
  secretText,
  null,
])("no text of a stranger passes, whatever the shape: %j", (data) => {
  expect(JSON.stringify([redactIntakeData(data), redactDeliveryData(data), redactResult(data)])).not.toContain(
    "555-0100",
  );
});

test("an endless id is cut", () => {
  const shown = redactIntakeData({ v: 1, events: [{ externalId: "x".repeat(5_000) }] });
  expect(JSON.stringify(shown).length).toBeLessThan(400);
});

test("a delivery job shows the ids it carries and nothing else", () => {
  expect(redactDeliveryData({ v: 1, deliveryId: "dlv_1", generation: 2, text: secretText })).toEqual({
    v: 1,
    deliveryId: "dlv_1",
    generation: 2,
  });
});
