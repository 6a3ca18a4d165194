import type { Overview } from "@touchline/db/count-overview";
import { expect, test } from "vitest";
import { findNeeds, type Known } from "./find-needs.ts";
import type { LaneReading } from "./read-lanes.ts";

const now = new Date("2026-03-02T12:00:00Z");
const overview: Overview = {
  events: { value: 10, estimated: false },
  recent: { events: 10, lastReceivedAt: new Date(0) },
  quarantined: 0,
  activities: { value: 10, estimated: false },
  deliveries: new Map([["crm", { delivered: 10 }]]),
  destinations: [],
};
const load = { waiting: 0, active: 0, delayed: 0, failed: 0 };
const lanes: LaneReading[] = [{ lane: "postgres", loads: { intake: load, delivery: load } }];
const known: Known = {
  endpoints: [{ source: "sendpilot", name: "default", path: "/webhooks/sendpilot", ready: true, unset: [] }],
  destinations: [{ name: "crm", type: "http", unset: [] }],
};
const standing = { name: "crm", pauseReason: null, blockedUntil: null, blockReason: null };

test("nothing is asked of a person while all is well", () => {
  expect(findNeeds(overview, lanes, known, now)).toEqual([]);
});

test("what could not be counted is not taken for trouble", () => {
  const unknown = {
    events: undefined,
    recent: undefined,
    quarantined: undefined,
    activities: undefined,
    deliveries: undefined,
    destinations: undefined,
  };
  expect(findNeeds(unknown, lanes, known, now)).toEqual([]);
});

test("a lane that does not answer is named, before what can wait", () => {
  const needs = findNeeds({ ...overview, quarantined: 3 }, [...lanes, { lane: "redis" }], known, now);
  expect(needs.map(({ what }) => what)).toEqual([
    "The Redis lane does not answer.",
    "3 events are in quarantine: authentic, kept whole, not understood yet.",
  ]);
});

test("events that nobody takes are told after two minutes, not before", () => {
  const waiting = (minutes: number): LaneReading[] => [
    {
      lane: "redis",
      loads: { intake: load, delivery: load },
      waitingSince: new Date(now.getTime() - minutes * 60_000),
    },
  ];
  expect(findNeeds(overview, waiting(1.9), known, now)).toEqual([]);
  expect(findNeeds(overview, waiting(7.5), known, now).map(({ what }) => what)).toEqual([
    "Events have waited in the Redis lane for 7 minutes.",
  ]);
});

test("an endpoint without a secret and a destination without its variable say which one to set", () => {
  const needs = findNeeds(
    overview,
    lanes,
    {
      endpoints: [
        {
          source: "sendpilot",
          name: "default",
          path: "/webhooks/sendpilot",
          ready: false,
          unset: ["SENDPILOT_WEBHOOK_SECRET"],
        },
      ],
      destinations: [{ name: "crm", type: "http", unset: ["CRM_SECRET"] }],
    },
    now,
  );
  expect(needs.map(({ weight, what, todo }) => `${weight}: ${what} ${todo}`)).toEqual([
    "broken: /webhooks/sendpilot has no secret and answers 503. Set SENDPILOT_WEBHOOK_SECRET and restart.",
    "broken: crm is paused: CRM_SECRET is not set. Set it and restart.",
  ]);
});

test("a pause for credentials is told apart from one by hand; that of a removed destination is not told", () => {
  const destinations = [
    { ...standing, pausedFor: "auth", pauseReason: "401 Unauthorized" },
    { ...standing, name: "gone", pausedFor: "manual" },
  ];
  const needs = findNeeds({ ...overview, destinations }, lanes, known, now);
  expect(needs).toEqual([
    {
      weight: "broken",
      what: "crm is paused: 401 Unauthorized.",
      todo: "Renew its credentials; it goes on by itself.",
    },
  ]);
});

test("deliveries that gave up or found no match come with the command that shows them", () => {
  const needs = findNeeds(
    { ...overview, deliveries: new Map([["crm", { mapping: 1, dead: 1_200 }]]) },
    lanes,
    known,
    now,
  );
  expect(needs.map(({ what }) => what)).toEqual([
    "1 delivery to crm could not be matched.",
    "1,200 deliveries to crm gave up.",
  ]);
  expect(needs[1]?.command).toContain("deliveries --destination crm --state dead");
});
