import { describe, expect, it } from "vitest";
import { samples } from "../src/sendpilot/samples.ts";
import { read } from "./read-event.ts";

const robin = { key: "in:robin-example-4b71a2", linkedinUrl: "https://www.linkedin.com/in/robin-example-4b71a2" };
const lead2 = { ...robin, leadId: "cmqb1h9zs01f4o901m0wq7uxc" };
const lead1 = { ...robin, leadId: "lead_7t2k9q" };
const campaign2 = { id: "cmqa7p3xe00c2o901v5rj8kdt" };
const campaign1 = { id: "camp_m4x8zr" };
const autumn = { ...campaign2, name: "Freight planners DACH, autumn" };
const sender2 = "cmq5c0vnr004ho901y9ta3gpl";

describe("samples, field by field", () => {
  it.each([
    [
      "connection_request.sent.json",
      "2026-09-28T10:30:05.412Z",
      {
        type: "linkedin_connection_requested",
        person: lead2,
        campaign: campaign2,
        senderId: sender2,
        text: { body: "Hello Robin, we both work on freight planning software. Happy to connect.", mayBeCut: false },
        details: {},
      },
    ],
    [
      "connection.sent.json",
      "2026-02-16T10:00:00.321Z",
      {
        type: "linkedin_connection_requested",
        person: lead1,
        campaign: campaign1,
        senderId: "sender_c5v1nb",
        text: { body: "Hello Robin, happy to connect.", mayBeCut: false },
        details: {},
      },
    ],
    [
      "connection_request.accepted.json",
      "2026-09-29T08:14:40.000Z",
      { type: "linkedin_connection_accepted", person: lead2, campaign: campaign2, senderId: sender2, details: {} },
    ],
    [
      "connection.accepted.json",
      "2026-02-17T09:48:12.000Z",
      {
        type: "linkedin_connection_accepted",
        person: lead1,
        campaign: campaign1,
        senderId: "sender_c5v1nb",
        details: {},
      },
    ],
    [
      "message.sent.json",
      "2026-09-29T09:22:00.934Z",
      {
        type: "linkedin_message_sent",
        person: lead2,
        campaign: campaign2,
        senderId: sender2,
        sequenceStep: 2,
        text: {
          body: "Thanks for connecting, Robin. We help planners cut empty kilometres by about a fifth. Worth ten minutes next week?",
          mayBeCut: false,
        },
        details: {},
      },
    ],
    [
      "message.sent.gen1.json",
      "2026-02-17T11:00:00.902Z",
      {
        type: "linkedin_message_sent",
        person: lead1,
        campaign: campaign1,
        senderId: "sender_c5v1nb",
        sequenceStep: 2,
        text: {
          body: "Thanks for connecting, Robin. We help planners cut empty kilometres by about a fifth. Worth ten minu",
          mayBeCut: true,
        },
        details: {},
      },
    ],
    [
      "reply.received.json",
      "2026-09-29T13:22:17.266Z",
      {
        type: "linkedin_reply_received",
        person: lead2,
        campaign: campaign2,
        senderId: sender2,
        text: {
          body: "Hi, yes this is on our list for Q4.\n\nThursday after 14:00 works for me – could you send an invite? 👍",
          mayBeCut: false,
        },
        details: {},
      },
    ],
    [
      "message.received.json",
      "2026-02-17T13:00:00.118Z",
      {
        type: "linkedin_reply_received",
        person: lead1,
        campaign: campaign1,
        senderId: "sender_c5v1nb",
        text: {
          body: "Hi, yes this is on our list for Q4. Thursday after 14:00 works for me, could you send an invite",
          mayBeCut: false,
        },
        details: {},
      },
    ],
    [
      "lead.updated.json",
      "2026-09-29T13:22:18.011Z",
      {
        type: "lead_status_changed",
        person: lead2,
        campaign: campaign2,
        status: { previous: "MESSAGE_SENT", current: "REPLY_RECEIVED" },
        details: {},
      },
    ],
    [
      "lead.status.changed.json",
      "2026-02-17T13:00:01.507Z",
      {
        type: "lead_status_changed",
        person: lead1,
        campaign: campaign1,
        status: { previous: "REPLY_RECEIVED", current: "OPPORTUNITY" },
        details: { changedBy: "user" },
      },
    ],
    [
      "lead.tag.updated.json",
      "2026-09-29T15:40:03.377Z",
      {
        type: "lead_tagged",
        person: lead2,
        campaign: campaign2,
        details: { newTag: "Interested", previousTag: "No Response", tags: ["Interested"] },
      },
    ],
    [
      "campaign.started.json",
      "2026-09-28T08:20:01.250Z",
      {
        type: "campaign_started",
        campaign: { ...autumn, state: "started", totalLeads: 240 },
        details: { startedAt: "2026-09-28T08:20:00.000Z" },
      },
    ],
    [
      "campaign.paused.json",
      "2026-10-01T07:21:01.804Z",
      {
        type: "campaign_paused",
        campaign: { ...autumn, state: "paused" },
        details: { pausedAt: "2026-10-01T07:21:01.000Z", pausedBy: "system" },
      },
    ],
    [
      "campaign.resumed.json",
      "2026-10-01T13:21:04.055Z",
      {
        type: "campaign_resumed",
        campaign: { ...autumn, state: "resumed" },
        details: { resumedAt: "2026-10-01T13:21:03.000Z", resumedBy: "user" },
      },
    ],
    [
      "campaign.finished.json",
      "2026-10-20T15:15:02.668Z",
      {
        type: "campaign_finished",
        campaign: { ...autumn, state: "finished" },
        details: { finishedAt: "2026-10-20T15:15:02.000Z" },
      },
    ],
    [
      "lead_database.search.completed.json",
      "2026-09-30T12:55:12.440Z",
      {
        type: "lead_search_completed",
        details: {
          searchId: "cmqd0k2vb00a7o901e6sw9fzh",
          searchName: "Operations leads, logistics",
          totalLeadsFound: 2,
          requestedLimit: 50,
          leadCount: 2,
          durationMs: 112000,
          startedAt: "2026-09-30T12:53:20.000Z",
          completedAt: "2026-09-30T12:55:12.000Z",
          resultsUrl: "/v1/lead-database/searches/cmqd0k2vb00a7o901e6sw9fzh/results",
        },
      },
    ],
    [
      "lead_extractor.job.completed.json",
      "2026-09-30T14:13:08.120Z",
      {
        type: "lead_extraction_completed",
        details: {
          jobId: "cmqd3r7nw00d9o901k1xv5tgc",
          jobName: "Warehouse managers, people search",
          jobType: "SEARCH",
          mode: "with_enrichment",
          totalLeadsExtracted: 1,
          totalLeadsEnriched: 1,
          requestedLimit: 25,
          leadCount: 1,
          creditsUsed: { extraction: 1, enrichment: 1, total: 2 },
          durationMs: 637000,
          startedAt: "2026-09-30T14:02:30.000Z",
          completedAt: "2026-09-30T14:13:07.000Z",
        },
      },
    ],
  ])("%s", (file, occurredAt, rest) => {
    const draft = { occurredAt: new Date(occurredAt), timeFlagged: false, ...rest };
    const body = samples.find((sample) => sample.file === file)?.body;
    expect(read(body)).toEqual({ kind: "activity", workspaceId: "cmq4t8w1k000107l4d2nz6ybe", draft });
  });
});
