import { describe, expect, it } from "vitest";
import { matchesDestination } from "./destination-match.ts";

const reply = { type: "linkedin_reply_received", campaign: { id: "camp_1", name: "Freight (DACH)" } } as const;
const noCampaign = { type: "linkedin_reply_received" } as const;

describe("matchesDestination", () => {
  it.each([
    ["nothing asked for", {}, reply, true],
    ["the type listed", { activities: ["linkedin_reply_received"] }, reply, true],
    ["another type listed", { activities: ["linkedin_message_sent"] }, reply, false],
    ["an empty list of types", { activities: [] }, reply, false],
    ["the campaign's id", { campaigns: ["camp_1"] }, reply, true],
    ["its name, whatever the case", { campaigns: ["freight (dach)"] }, reply, true],
    ["a pattern", { campaigns: ["Freight*"] }, reply, true],
    ["a part without a star", { campaigns: ["Freight"] }, reply, false],
    ["signs that mean something to a regular expression", { campaigns: ["Freight .DACH."] }, reply, false],
    ["any campaign, none given", { campaigns: ["*"] }, noCampaign, true],
    ["some campaign, none given", { campaigns: ["camp_1"] }, noCampaign, false],
  ] as const)("%s", (_what, filter, activity, expected) => {
    expect(matchesDestination(filter, activity)).toBe(expected);
  });
});
