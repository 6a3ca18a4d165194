import { SignatureScheme } from "@touchline/domain/event";
import { samples } from "@touchline/sources/sendpilot/samples";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Pipeline, startPipeline } from "../src/pipeline.ts";
import { waitFor } from "../src/wait.ts";

interface StoredActivity {
  external_id: string;
  scheme: string;
  type: string;
}

/** The sample under an id of its own for each signature form. */
const sent = SignatureScheme.options.flatMap((scheme) =>
  samples.map(({ file, body, activityType }) => {
    const eventId = `evt_${scheme}_${file.replace(".json", "")}`;
    return { scheme, activityType, eventId, body: body.replace(/"eventId": "[^"]+"/u, `"eventId": "${eventId}"`) };
  }),
);

describe.each([true, false])("every sample in every signature form (Redis: %s)", (redis) => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    pipeline = await startPipeline({ redis, destinations: { crm: "" } });
  });
  afterAll(async () => pipeline.close());

  const activities = () =>
    pipeline.query<StoredActivity>(
      "SELECT e.external_id, e.scheme, a.type FROM activities a JOIN events e ON e.id = a.event_id ORDER BY 1",
    );
  const expected = sent
    .map(({ scheme, activityType, eventId }) => ({ external_id: eventId, scheme, type: activityType }))
    .sort((a, b) => (a.external_id < b.external_id ? -1 : 1));
  const byEvent = (a: { external_id: string }, b: { external_id: string }): number =>
    a.external_id < b.external_id ? -1 : 1;

  it("becomes the right activity, once, and reaches the CRM, once", async () => {
    for (const { scheme, eventId, body } of sent) {
      expect(await pipeline.sender.send(body, scheme)).toMatchObject({
        status: 202,
        body: { status: "accepted", eventId },
      });
    }
    await waitFor(async () => (await pipeline.box("crm").entries()).length === sent.length, {
      timeoutMs: 20_000,
      what: "all in the CRM",
    });
    expect((await activities()).sort(byEvent)).toEqual(expected);
    const entries = await pipeline.box("crm").entries();
    expect(entries.map(({ eventId }) => eventId).sort()).toEqual(sent.map(({ eventId }) => eventId).sort());
    expect(entries.every(({ copies }) => copies === 1)).toBe(true);
  });

  it("is still there once after it was sent again", async () => {
    for (const { scheme, body } of sent) expect((await pipeline.sender.send(body, scheme)).status).toBe(202);
    const repeats = async () =>
      (await pipeline.query<{ n: number }>("SELECT count(*)::int AS n FROM event_repeats"))[0]?.n;
    await waitFor(async () => (await repeats()) === sent.length, { what: "all repeats counted" });
    expect((await activities()).sort(byEvent)).toEqual(expected);
    expect(await pipeline.query("SELECT 1 FROM deliveries")).toHaveLength(sent.length);
    const entries = await pipeline.box("crm").entries();
    expect(entries).toHaveLength(sent.length);
  });
});
