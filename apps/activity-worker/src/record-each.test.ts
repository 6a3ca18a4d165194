import type { EventToRecord } from "@touchline/db/event-to-record";
import { describe, expect, it } from "vitest";
import { recordEach, type RecordBatch } from "./record-each.ts";

class ValueFault extends Error {}

function event(externalId: string): EventToRecord {
  return {
    receiptId: `rcp_${externalId}`,
    source: "sendpilot",
    endpoint: "default",
    externalId,
    eventType: "message.sent",
    scheme: "svix",
    receivedAt: new Date(0),
    bodyDigest: "0",
    body: Buffer.from("{}"),
    reading: { kind: "quarantine", reason: "unknown_event_type" },
  };
}

/** A store that refuses every batch with one of these ids in it, unless the event has been reduced to its bytes. */
function storeRefusing(refused: readonly string[], stored: EventToRecord[]): RecordBatch {
  return async (events) => {
    if (events.some(({ externalId, eventType }) => refused.includes(externalId) && eventType !== undefined)) {
      throw new ValueFault("invalid byte sequence \0");
    }
    stored.push(...events);
    return { fresh: events.length, activities: 0, quarantined: events.length, repeats: 0, reruns: 0, due: [] };
  };
}

const isValueFault = (error: unknown): boolean => error instanceof ValueFault;
const ids = Array.from({ length: 9 }, (_, n) => `e${n}`);

describe("recordEach", () => {
  it("writes a sound batch in one go", async () => {
    const batches: number[] = [];
    const store = storeRefusing([], []);
    await recordEach(ids.map(event), async (events) => (batches.push(events.length), store(events)), isValueFault);
    expect(batches).toEqual([9]);
  });

  it("writes every event of a batch that holds poison, the poison with its reason and its bytes alone", async () => {
    const stored: EventToRecord[] = [];
    const batch = await recordEach(ids.map(event), storeRefusing(["e0", "e5"], stored), isValueFault);
    expect(batch.fresh).toBe(9);
    expect(stored.map(({ externalId }) => externalId).sort()).toEqual(ids);
    const poison = stored.filter(({ reading }) => reading.kind === "quarantine" && reading.reason === "unstorable");
    expect(poison.map(({ externalId }) => externalId)).toEqual(["e0", "e5"]);
    expect(poison[0]).not.toHaveProperty("eventType");
    expect(poison[0]?.reading).toMatchObject({ detail: "invalid byte sequence " });
  });

  it("throws the store's own trouble on, untouched", async () => {
    const trouble = new Error("connection refused");
    await expect(recordEach(ids.map(event), async () => Promise.reject(trouble), isValueFault)).rejects.toBe(trouble);
  });
});
