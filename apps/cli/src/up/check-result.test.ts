import { expect, test } from "vitest";
import { countResult, findFaults } from "./check-result.ts";
import type { Followed } from "./follow-samples.ts";

function followed(changes: Partial<Followed> = {}): Followed {
  const event = (id: string, repeats: number): Followed["traced"][number] => ({
    externalId: id,
    eventType: "reply.received",
    quarantineReason: null,
    repeats,
    activity: { id: `act_${id}`, type: "linkedin_reply_received", deliveries: [] },
  });
  const answer = (eventId: string): Followed["answers"][number] => ({
    eventId,
    status: 202,
    answer: "accepted",
    durationMs: 1,
  });
  return {
    answers: [answer("a"), answer("b"), answer("a")],
    traced: [event("a", 1), event("b", 0)],
    entries: ["a", "b"].map((eventId) => ({ deliveryId: `dlv_${eventId}`, eventId, copies: 1 })),
    seconds: 1.234,
    ...changes,
  };
}

test("two events of which one was sent twice, each once in the CRM, are counted and without fault", () => {
  expect(countResult(followed())).toEqual({ accepted: 3, duplicates: 1, activities: 2, delivered: 2, seconds: 1.23 });
  expect(findFaults(followed(), 2)).toEqual([]);
});

test("an entry that the CRM wrote twice is a fault, and counts twice", () => {
  const entries = followed().entries.map((entry) => ({ ...entry, copies: entry.eventId === "b" ? 2 : 1 }));
  expect(countResult(followed({ entries })).delivered).toBe(3);
  expect(findFaults(followed({ entries }), 2)).toEqual(["b is in the CRM 2 times"]);
});

test("an entry that never came is a fault", () => {
  const entries = followed().entries.slice(0, 1);
  expect(findFaults(followed({ entries }), 2)).toEqual(["b is in the CRM 0 times"]);
});

test("a repeat that was not recognised is a fault", () => {
  const traced = followed().traced.map((event) => ({ ...event, repeats: 0 }));
  expect(findFaults(followed({ traced }), 2)).toEqual(["0 repeats were recognised, not 1"]);
});

test("a request that was not accepted is a fault that names the answer", () => {
  const answers = followed().answers.map((answer, i) =>
    i === 1 ? { ...answer, status: 503, answer: "unavailable" } : answer,
  );
  expect(findFaults(followed({ answers }), 2)).toContain("b was answered 503: unavailable");
});
