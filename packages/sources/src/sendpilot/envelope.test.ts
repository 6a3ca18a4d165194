import { describe, expect, it } from "vitest";
import { readEnvelope } from "./envelope.ts";

const read = (event: unknown) => readEnvelope(Buffer.from(JSON.stringify(event)));

describe("readEnvelope", () => {
  it("reads the three names and nothing else", () => {
    const envelope = { eventId: "evt_1", eventType: "reply.received", workspaceId: "ws_1" };
    expect(read({ ...envelope, timestamp: "x", data: {} })).toEqual(envelope);
  });

  it.each([[1], [null], [""], [" \t"], [{}], [["evt_1"]], ["x".repeat(513)]])(
    "takes the id %j for absent",
    (eventId) => {
      expect(read({ eventId, eventType: "reply.received" })).toEqual({ eventType: "reply.received" });
    },
  );

  it("takes ids as they are, up to 512 characters, but storable", () => {
    expect(read({ eventId: " a b " })).toEqual({ eventId: " a b " });
    expect(read({ eventId: "x".repeat(512) })).toEqual({ eventId: "x".repeat(512) });
    expect(read({ eventId: "a\0b", workspaceId: "\ud83d" })).toEqual({ eventId: "a\uFFFDb", workspaceId: "\uFFFD" });
  });

  it("reads past a byte order mark, and out of the middle of a larger buffer", () => {
    const event = Buffer.from('xx\uFEFF{"eventId":"evt_1"}yy');
    expect(readEnvelope(event.subarray(2, -2))).toEqual({ eventId: "evt_1" });
    expect(readEnvelope(new Uint8Array(event.subarray(2, -2)))).toEqual({ eventId: "evt_1" });
  });

  it.each(["", "{", "[]", "null", '"evt_1"'])("gives an empty envelope for %j", (text) => {
    expect(readEnvelope(Buffer.from(text))).toEqual({});
  });

  it("gives an empty envelope for bytes that are not UTF-8", () => {
    expect(readEnvelope(Buffer.from([...Buffer.from('{"eventId":"'), 0xff, ...Buffer.from('"}')]))).toEqual({});
  });
});
