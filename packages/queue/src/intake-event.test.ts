import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { IntakeJob, bodyBytes } from "./catalog.ts";
import { makeIntakeEvent } from "./intake-event.ts";

const request = {
  source: "sendpilot",
  endpoint: "default",
  envelope: { eventId: "evt_1", eventType: "reply.received", workspaceId: "ws_1" },
  scheme: "svix" as const,
  receivedAt: new Date(1_790_688_140_000),
};

test.each([
  ["JSON", Buffer.from('{"reply":"Sí – 👍\\u0000"}'), "utf8"],
  ["nothing", Buffer.alloc(0), "utf8"],
  ["a byte order mark", Buffer.from("\uFEFF{}"), "utf8"],
  ["a NUL", Buffer.from('{"a":"\0"}'), "base64"],
  ["bytes that are no UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), "base64"],
  ["a surrogate encoded on its own", Buffer.from([0xed, 0xa0, 0x80]), "base64"],
])("a body of %s travels byte for byte", (_what, body, encoding) => {
  const event = makeIntakeEvent({ ...request, body });
  expect(event.encoding).toBe(encoding);
  const travelled = IntakeJob.parse(JSON.parse(JSON.stringify({ v: 1, events: [event] }))).events[0];
  expect(travelled && bodyBytes(travelled).equals(body)).toBe(true);
  expect(event.bodyDigest).toBe(createHash("sha256").update(body).digest("hex"));
});

test("an event keeps what its envelope says, and gets a receipt id of its own", () => {
  const event = makeIntakeEvent({ ...request, body: Buffer.from("{}"), messageId: "msg_1", contentType: "text/plain" });
  expect(event).toMatchObject({
    receiptId: expect.stringMatching(/^rcp_[0-9a-z]{26}$/u),
    externalId: "evt_1",
    eventType: "reply.received",
    workspaceId: "ws_1",
    scheme: "svix",
    messageId: "msg_1",
    contentType: "text/plain",
    receivedAt: 1_790_688_140_000,
  });
});

test.each([
  ["missing", undefined],
  ["empty", ""],
  ["of a NUL", "evt_\0"],
  ["of a lone surrogate", "evt_\ud800"],
  ["endless", "x".repeat(501)],
])("an event id that is %s gives way to the hash of the body", (_what, eventId) => {
  const event = makeIntakeEvent({
    ...request,
    envelope: eventId === undefined ? {} : { eventId },
    body: Buffer.from("{}"),
  });
  expect(event.externalId).toBe(`sha256-${event.bodyDigest}`);
});

test("labels that no store can hold are left out; the body has them", () => {
  const envelope = { eventId: "evt_1", eventType: "reply\0", workspaceId: "ws_\udfff" };
  const event = makeIntakeEvent({ ...request, envelope, body: Buffer.from("{}"), contentType: "x".repeat(5_000) });
  expect([event.eventType, event.workspaceId, event.contentType]).toEqual([undefined, undefined, undefined]);
});
