import { describe, expect, it } from "vitest";
import { toActivity } from "../src/sendpilot/to-activity.ts";
import { draftOf, envelope, lead, read, receivedAt } from "./read-event.ts";

describe("times", () => {
  const occurred = (data: object, over: object) => {
    const draft = draftOf("connection.accepted", { ...lead, ...data }, over);
    return [draft.occurredAt.toISOString(), draft.timeFlagged];
  };
  it.each([
    [{ acceptedAt: "2026-10-20T14:00:00Z" }, {}, "2026-10-20T14:00:00.000Z", false],
    [{}, {}, "2026-10-20T15:00:00.000Z", false],
    [{ acceptedAt: null }, { timestamp: undefined }, "2026-10-20T16:00:00.000Z", false],
    [{}, { timestamp: 1790688140 }, "2026-10-20T16:00:00.000Z", true],
    [{}, { timestamp: "yesterday" }, "2026-10-20T16:00:00.000Z", true],
    [{ acceptedAt: "2026-10-20T16:10:00.001Z" }, {}, "2026-10-20T16:00:00.000Z", true],
  ])("with %j and %j", (data, over, at, flagged) => {
    expect(occurred(data, over)).toEqual([at, flagged]);
  });

  it("takes acceptedAt for acceptances alone", () => {
    const draft = draftOf("lead.updated", { ...lead, acceptedAt: "2026-10-20T14:00:00Z" });
    expect(draft.occurredAt).toEqual(new Date(envelope.timestamp));
  });
});

describe("event types", () => {
  it.each([
    ["Lead Tag Updated", "lead_tagged"],
    ["Reply Received", "linkedin_reply_received"],
    ["Connection Request Accepted", "linkedin_connection_accepted"],
    ["campaign_paused", "campaign_paused"],
  ])("knows %s by its label", (eventType, type) => {
    expect(draftOf(eventType, lead).type).toBe(type);
  });

  it.each(["lead.created", "reply.received.v2", "toString", "__proto__", "…"])("does not know %s", (eventType) => {
    expect(read({ ...envelope, eventType, data: lead })).toEqual({
      kind: "quarantine",
      reason: "unknown_event_type",
      detail: eventType,
    });
  });
});

describe("quarantine, the first reason that holds", () => {
  const reasonOf = (event: unknown) => {
    const outcome = read(event, "ws_mine");
    return outcome.kind === "quarantine" ? outcome.reason : outcome.kind;
  };
  it.each([
    ["", "empty_body"],
    [" ", "not_json"],
    ["{", "not_json"],
    ["[]", "not_an_object"],
    ["null", "not_an_object"],
    [{ workspaceId: "ws_other" }, "other_workspace"],
    [{ workspaceId: "ws_mine" }, "missing_event_type"],
    [{ eventId: "e" }, "missing_event_type"],
    [{ eventType: "lead.created" }, "missing_event_id"],
    [{ eventType: "lead.updated", eventId: "x".repeat(513) }, "missing_event_id"],
    [{ eventType: "lead.created", eventId: "e" }, "unknown_event_type"],
    [{ eventType: "lead.updated", eventId: "e" }, "payload_mismatch"],
    [{ eventType: "lead.updated", eventId: "e", data: lead }, "activity"],
  ])("%j", (event, reason) => {
    expect(reasonOf(event)).toBe(reason);
  });

  it("tells which workspace it was, and takes events that name none as the endpoint's", () => {
    const event = { ...envelope, eventType: "lead.updated", data: { leadId: "l" } };
    expect(read(event, "ws_2")).toMatchObject({
      reason: "other_workspace",
      detail: "The event is of ws_1, the endpoint takes ws_2",
    });
    expect(read({ ...event, workspaceId: null }, "ws_2")).toMatchObject({
      workspaceId: "ws_2",
      draft: { person: { key: "lead:ws_2:l" } },
    });
    expect(read({ ...event, workspaceId: "" })).toMatchObject({ kind: "activity", workspaceId: undefined });
  });

  it("takes bytes that are not UTF-8 for not JSON", () => {
    expect(toActivity({ body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), receivedAt })).toEqual({
      kind: "quarantine",
      reason: "not_json",
    });
  });
});
