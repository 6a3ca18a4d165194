import type { EventToRecord } from "@touchline/db/event-to-record";
import type { RecordedBatch } from "@touchline/db/record-events";
import { createLogger } from "@touchline/observability/logger";
import type { IntakeEvent } from "@touchline/queue/catalog";
import { describe, expect, it } from "vitest";
import { createRecorder } from "./recorder.ts";

const log = createLogger({ service: "test", level: "silent" });
const ids = ["e1", "e2", "e3"];

function intake(externalId: string): IntakeEvent {
  return {
    receiptId: `rcp_${externalId}`,
    source: "sendpilot",
    endpoint: "default",
    externalId,
    eventType: "message.sent",
    scheme: "svix",
    receivedAt: 0,
    bodyDigest: "0".repeat(64),
    body: "{}",
    encoding: "utf8",
  };
}

/** A recorder on a store that does what `store` says to each batch; `waits` counts how often it waited for the store. */
function recorderOn(store: (events: readonly EventToRecord[]) => void) {
  const stored: EventToRecord[] = [];
  const seen = { waits: 0 };
  const recorder = createRecorder({
    config: { sources: {} },
    recordBatch: async (events): Promise<RecordedBatch> => {
      store(events);
      stored.push(...events);
      return { fresh: events.length, activities: 0, quarantined: events.length, repeats: 0, reruns: 0, due: [] };
    },
    deliveries: { enqueue: async (jobs) => ({ enqueued: [...jobs], failed: [] }) },
    store: { check: async () => ({ ok: true }), untilBack: async () => void (seen.waits += 1), close: () => undefined },
    log,
    metrics: { observe: () => undefined },
  });
  return { recorder, stored, seen };
}

function unstorable(stored: readonly EventToRecord[]): string[] {
  return stored
    .filter(({ reading }) => reading.kind === "quarantine" && reading.reason === "unstorable")
    .map(({ externalId }) => externalId);
}

describe("the recorder", () => {
  it("waits as long as the database is away and blames no event for it", async () => {
    let failures = 20;
    const { recorder, stored, seen } = recorderOn(() => {
      if (failures-- > 0) throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    });
    await recorder.record(ids.map(intake));
    expect(seen.waits).toBe(20);
    expect(stored.map(({ externalId }) => externalId)).toEqual(ids);
    expect(unstorable(stored)).toEqual([]);
  });

  it("takes a passing error of the driver for trouble of the store, not for poison", async () => {
    let failures = 2;
    const { recorder, stored } = recorderOn(() => {
      if (failures-- > 0) throw new TypeError("Cannot read properties of null");
    });
    await recorder.record(ids.map(intake));
    expect(unstorable(stored)).toEqual([]);
  });

  it("sets apart the event on which the code breaks every time, and records the others", async () => {
    const { recorder, stored } = recorderOn((events) => {
      if (events.some(({ externalId, eventType }) => externalId === "e2" && eventType !== undefined)) {
        throw new TypeError("Cannot read properties of undefined");
      }
    });
    await recorder.record(ids.map(intake));
    expect(stored.map(({ externalId }) => externalId).sort()).toEqual(ids);
    expect(unstorable(stored)).toEqual(["e2"]);
  });
});
