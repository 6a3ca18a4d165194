import { activityTypes, ActivityDraft, type ActivityType } from "@touchline/domain/activity";
import type { SignatureScheme } from "@touchline/domain/event";
import { describe, expect, it } from "vitest";
import { sources } from "../src/registry.ts";
import { samples as sendpilotSamples } from "../src/sendpilot/samples.ts";
import { signRequest as signSendpilot, type SignInput } from "../src/sendpilot/sign.ts";
import type { ReadOutcome, Source } from "../src/source.ts";
import { hostileBodies } from "./hostile-bodies.ts";

interface Harness {
  samples: readonly { file: string; eventType: string; activityType: ActivityType; body: string }[];
  schemes: readonly SignatureScheme[];
  sign(input: SignInput): Record<string, string>;
}

/** What every source must bring along to be tested; one without does not compile. */
const harnesses: Record<keyof typeof sources, Harness> = {
  sendpilot: { samples: sendpilotSamples, schemes: ["svix", "standard-webhooks", "documented"], sign: signSendpilot },
};

const secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const now = new Date("2026-10-20T16:00:00.000Z");
const tolerance = { svixMs: 300_000, standardWebhooksMs: 300_000, documentedMs: 300_000 };
const registered: [keyof typeof sources, Source][] = [["sendpilot", sources.sendpilot]];

it("runs over every registered source", () => {
  expect(registered.map(([name]) => name)).toEqual(Object.keys(sources));
});

describe.each(registered)("source %s", (name, source) => {
  const { samples, schemes, sign } = harnesses[name];
  const keys = source.prepareKeys(["another", secret]);
  const signed = samples.flatMap((sample) => schemes.map((scheme) => [sample.file, scheme, sample] as const));

  it("goes by the name it is registered under", () => {
    expect(source.name).toBe(name);
  });

  it.each(signed)("verifies %s signed as %s, and not once it is changed", (_, scheme, sample) => {
    const body = Buffer.from(sample.body);
    const headers = sign({ scheme, secret, body, messageId: "msg_1", now });
    const verify = (over: object) => source.verify({ headers, body, keys, tolerance, now, ...over });
    expect(source.hasSignature(headers)).toBe(true);
    expect(verify({})).toMatchObject({ ok: true, scheme });
    expect(verify({ body: body.subarray(1) })).toEqual({ ok: false, error: "bad_signature" });
    expect(verify({ keys: source.prepareKeys(["another"]) })).toEqual({ ok: false, error: "bad_signature" });
    expect(verify({ now: new Date(now.getTime() + 301_000) })).toEqual({ ok: false, error: "stale_signature" });
  });

  it.each(samples.map((sample) => [sample.file, sample] as const))("reads %s as the activity it is", (_, sample) => {
    const body = Buffer.from(sample.body);
    const outcome = source.toActivity({ body, receivedAt: now });
    expect(outcome).toMatchObject({ kind: "activity", draft: { type: sample.activityType, timeFlagged: false } });
    expect(misfit(outcome)).toBeUndefined();
    expect(source.readEnvelope(body)).toMatchObject({
      eventType: sample.eventType,
      eventId: expect.stringMatching(/./u),
    });
  });

  it("has a sample of every activity", () => {
    expect(new Set(samples.map((sample) => sample.activityType))).toEqual(new Set(activityTypes));
  });

  it("has no key for secrets without content", () => {
    expect(source.prepareKeys(["", "  ", "\n"])).toEqual({ decoded: [], plain: [] });
  });

  it("takes requests without headers for unsigned", () => {
    expect(source.hasSignature({})).toBe(false);
    expect(source.verify({ headers: {}, body: Buffer.alloc(0), keys, tolerance, now })).toEqual({
      ok: false,
      error: "missing_signature",
    });
  });

  it("neither throws nor makes anything unstorable of what no honest sender makes", () => {
    const offences = hostileBodies(samples.map((sample) => sample.body)).filter(([, body]) => {
      const envelope = source.readEnvelope(body);
      const outcome = source.toActivity({ body, receivedAt: now });
      return misfit(outcome) !== undefined || /\\u(?:0000|d[89a-f])/iu.test(JSON.stringify({ envelope, outcome }));
    });
    expect(offences.map(([title]) => title)).toEqual([]);
  });
});

/** Where a draft is not what the domain calls one: wrong types, unknown or unstorable values. */
function misfit(outcome: ReadOutcome): string | undefined {
  if (outcome.kind === "quarantine") return undefined;
  const parsed = ActivityDraft.strict().safeParse(outcome.draft);
  return parsed.error?.message;
}
