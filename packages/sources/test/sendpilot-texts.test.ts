import { describe, expect, it } from "vitest";
import { draftOf, lead } from "./read-event.ts";

describe("texts", () => {
  it.each([
    ["reply.received", { reply: "a", message: "b", replyPreview: "c", messagePreview: "d", content: "e" }, "a"],
    ["reply.received", { reply: " ", message: "b", replyPreview: "c" }, "b"],
    ["message.received", { reply: null, replyPreview: "c", messagePreview: "d", content: "e" }, "c"],
    ["message.received", { messagePreview: "d", content: "e" }, "d"],
    ["reply.received", { content: "e" }, "e"],
    ["message.sent", { message: "b", messagePreview: "d", content: "e", reply: "x" }, "b"],
    ["message.sent", { messagePreview: "d", content: "e" }, "d"],
    ["message.sent", { message: 7, content: "e" }, "e"],
    ["reply.received", { reply: " \r\n one\r\ntwo\rthree\n " }, "one\ntwo\nthree"],
  ])("of %s with %j", (eventType, texts, body) => {
    expect(draftOf(eventType, { ...lead, ...texts }).text).toEqual({ body, mayBeCut: false });
  });

  it("may be cut only where a preview has exactly 100 characters, whichever way they are counted", () => {
    const cut = (data: object) => draftOf("message.received", { ...lead, ...data }).text?.mayBeCut;
    expect(cut({ replyPreview: "x".repeat(100) })).toBe(true);
    expect(cut({ replyPreview: `${"x".repeat(98)}  ` })).toBe(true);
    expect(cut({ messagePreview: "👍".repeat(100) })).toBe(true);
    expect(cut({ replyPreview: "x".repeat(99) })).toBe(false);
    expect(cut({ replyPreview: "x".repeat(101) })).toBe(false);
    expect(cut({ reply: "x".repeat(100) })).toBe(false);
  });

  it("keeps a reply without a text, marked", () => {
    const draft = draftOf("reply.received", { ...lead, reply: " \n", body: "moved" });
    expect(draft).toMatchObject({ type: "linkedin_reply_received", details: { emptyText: true } });
    expect(draft.text).toBeUndefined();
  });

  it("replaces what Postgres cannot store, and says where", () => {
    const draft = draftOf("lead.tag.updated", {
      ...lead,
      senderId: "s\0",
      tags: ["fine 👍", { name: "half \ud83d" }, { name: "\0" }],
    });
    expect(draft.senderId).toBe("s\uFFFD");
    expect(draft.details).toEqual({
      tags: ["fine 👍", "half \uFFFD", "\uFFFD"],
      replacedCharactersIn: ["data.senderId", "data.tags[].name"],
    });
    expect(draftOf("reply.received", { ...lead, reply: `${"x".repeat(99)}\ud83d` }).text?.body).toBe(
      `${"x".repeat(99)}\uFFFD`,
    );
  });
});
