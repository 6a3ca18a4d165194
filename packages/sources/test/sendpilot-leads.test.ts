import { describe, expect, it } from "vitest";
import { draftOf, envelope, lead, read } from "./read-event.ts";

describe("what identifies a lead or a campaign", () => {
  it.each([null, "", undefined])("takes the campaignId %j for none", (campaignId) => {
    expect(draftOf("connection_request.accepted", { ...lead, campaignId }).campaign).toBeUndefined();
  });

  it("falls back to the lead of its workspace where the profile is missing or unreadable", () => {
    const key = (data: object, over?: object) =>
      draftOf("lead.updated", { newStatus: "done", ...data }, over).person?.key;
    expect(key({ leadId: "any shape: 1" })).toBe("lead:ws_1:any shape: 1");
    expect(key({ leadId: "l", linkedinUrl: "https://example.com/robin" })).toBe("lead:ws_1:l");
    expect(key({ leadId: "l" }, { workspaceId: undefined })).toBe("lead::l");
    expect(key({ linkedinUrl: "in/Robin-Example?miniProfileUrn=urn%3Ali" })).toBe("in:robin-example");
  });

  it.each([
    ["reply.received", { leadId: null, linkedinUrl: 7 }, "data.leadId is null, data.linkedinUrl is a number"],
    [
      "lead.updated",
      { linkedinUrl: "https://example.com" },
      "data.leadId is missing, data.linkedinUrl is a text of 19 characters",
    ],
    ["lead.tag.updated", { leadId: " ", linkedinUrl: [] }, "data.leadId is empty, data.linkedinUrl is a list"],
    ["campaign.started", { campaignName: "x" }, "data.campaignId is missing"],
    ["campaign.finished", { campaignId: { id: 1 } }, "data.campaignId is an object"],
    ["lead_database.search.completed", null, "data is null"],
    ["message.sent", [lead], "data is a list"],
  ])("quarantines %s with %j, naming what was found", (eventType, data, detail) => {
    expect(read({ ...envelope, eventType, data })).toEqual({
      kind: "quarantine",
      reason: "payload_mismatch",
      detail: expect.stringContaining(detail),
    });
  });
});

describe("statuses and tags", () => {
  it("writes statuses in upper case and marks a change without one", () => {
    expect(draftOf("lead.updated", { ...lead, newStatus: " meeting_booked" }).status).toEqual({
      current: "MEETING_BOOKED",
    });
    const without = draftOf("lead.updated", { ...lead, status: "DONE" });
    expect([without.status, without.details]).toEqual([undefined, { emptyStatus: true }]);
  });

  it.each([
    [{ tags: ["Interested", { name: "Hot" }, 7, { name: "" }] }, { tags: ["Interested", "Hot"] }],
    [
      { newTag: "A", previousTag: null, tags: ["A", "B"] },
      { newTag: "A", tags: ["A", "B"] },
    ],
    [
      { previousTag: "A", newTag: null },
      { previousTag: "A", tags: [] },
    ],
    [{ newTag: { name: "A" } }, { newTag: "A", tags: ["A"] }],
  ])("reads the tags %j", (data, details) => {
    expect(draftOf("lead.tag.updated", { ...lead, ...data }).details).toEqual(details);
  });
});
