import { testDatabase } from "@touchline/testing/suite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Db, openDb } from "../src/client.ts";
import { findEvents, listQuarantine } from "../src/find-events.ts";
import { recordEvents } from "../src/record-events.ts";
import { replayEvent } from "../src/replay-event.ts";
import { draft, event } from "./samples.ts";

let db: Db;
beforeAll(async () => {
  db = openDb(await testDatabase());
});
afterAll(async () => db.$disconnect());

const crm = { name: "crm", when: {} };
const later = { name: "later", when: {} };

async function rowIdOf(externalId: string): Promise<string> {
  const [found] = await findEvents(db, { externalId });
  if (found === undefined) throw new Error(`no event ${externalId}`);
  return found.id;
}

describe("replayEvent", () => {
  it("turns a quarantined event into the activity a newer version reads in it", async () => {
    await recordEvents(
      db,
      [event("q1", { reading: { kind: "quarantine", reason: "unknown_event_type", detail: "x.y" } })],
      [crm],
    );
    expect((await listQuarantine(db, { limit: 9 })).map(({ externalId }) => externalId)).toEqual(["q1"]);
    const eventRowId = await rowIdOf("q1");
    const outcome = await replayEvent(db, {
      eventRowId,
      read: () => ({ kind: "activity", draft: draft(), workspaceId: "ws_1" }),
      destinations: [crm],
    });
    expect(outcome).toMatchObject({ kind: "activity", due: [{ destination: "crm" }] });
    expect(await listQuarantine(db, { limit: 9 })).toEqual([]);
  });

  it("brings an activity up to date under its id, without a second delivery", async () => {
    await recordEvents(db, [event("p1", { draft: { person: undefined } })], [crm]);
    const eventRowId = await rowIdOf("p1");
    const before = await db.activity.findUniqueOrThrow({ where: { eventId: eventRowId } });
    const reading = {
      kind: "activity",
      draft: draft({ person: undefined, sequenceStep: 4 }),
      workspaceId: "ws_1",
    } as const;
    const outcome = await replayEvent(db, { eventRowId, read: () => reading, destinations: [crm, later] });
    expect(outcome).toMatchObject({ kind: "activity", due: [{ destination: "later" }] });
    const after = await db.activity.findUniqueOrThrow({ where: { eventId: eventRowId } });
    expect(after).toMatchObject({ id: before.id, sequenceStep: 4 });
    expect(await db.delivery.count({ where: { activityId: before.id } })).toBe(2);
  });

  it("leaves a conflicting body in quarantine", async () => {
    const other = event("w1", { body: Buffer.from("other") });
    await recordEvents(db, [event("w1"), other], []);
    const eventRowId = await rowIdOf(`sha256-${other.bodyDigest}`);
    const outcome = await replayEvent(db, {
      eventRowId,
      read: () => ({ kind: "activity", draft: draft(), workspaceId: undefined }),
      destinations: [crm],
    });
    expect(outcome).toMatchObject({ kind: "quarantined", reason: "conflicting_body" });
    expect(await db.activity.count({ where: { eventId: eventRowId } })).toBe(0);
  });
});
