import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { prepareKeys } from "./keys.ts";
import { hasSignature, verify } from "./verify.ts";

// The body and the vectors were computed with Node and cross-checked with Python.
const body = Buffer.from(
  String.raw`{"eventId":"evt_1790688137266_h5r1d8jma","eventType":"reply.received","timestamp":"2026-09-29T13:22:17.266Z","workspaceId":"ws_vector01","data":{"leadId":"lead_vector01","campaignId":null,"linkedinUrl":"https://www.linkedin.com/in/robin-example-4b71a2","senderId":"sender_vector01","reply":"Sí – Thursday 14:00 👍\nThanks"}}`,
);
const seconds = 1790688140;
const secretA = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const secretA2 = "whsec_//79/Pv6+fj39vX08/Lx8O/u7ezr6uno";
const secretB = "sp_vector_secret_5f2c9a71d0e84b36";
const macA = "K4tgGsqEhSSBoycgMjzYOzcGgmh3BTSJ15DZ1x2XcoE=";
const macA2 = "nUghroNCL4/+tRXlGxjke+w7CvHRAPzJj3OsYOjOsts=";
const macB = "43100de153fff434d315ecf49b89c5e5ae19b1c9d36082896f61e9de28a8e141";
const macB2 = "afb2a7088fb37093fc9518714c4d902860416f0a1c8fd463e77f2877f0485814";
const id = "msg_sendpilotVector0001";

const tolerance = { svixMs: 300_000, standardWebhooksMs: 300_000, documentedMs: 7_200_000 };

function svix(signature = `v1,${macA}`, timestamp = String(seconds)): IncomingHttpHeaders {
  return { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature };
}
function standard(signature = `v1,${macA}`): IncomingHttpHeaders {
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": signature };
}
function documented(mac = macB, time = String(seconds)): IncomingHttpHeaders {
  return { "webhook-signature": `v1,t=${time},s=${mac}` };
}
function check(headers: IncomingHttpHeaders, secrets: string[], over: { body?: Uint8Array; atSeconds?: number } = {}) {
  const now = new Date((over.atSeconds ?? seconds) * 1000);
  return verify({ headers, body: over.body ?? body, keys: prepareKeys(secrets), tolerance, now });
}
function documentedMac(secret: string, time: string): string {
  return createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");
}

const bad = { ok: false, error: "bad_signature" };
const stale = { ok: false, error: "stale_signature" };
const missing = { ok: false, error: "missing_signature" };

describe("signatures that must pass", () => {
  it.each([
    ["A: Svix", svix(), [secretA], "svix"],
    ["A2: Svix in rotation, old secret", svix(`v1,${macA2} v1,${macA}`), [secretA], "svix"],
    ["A2: Svix in rotation, new secret", svix(`v1,${macA2} v1,${macA}`), [secretA2], "svix"],
    ["A3: Standard Webhooks", standard(), [secretA], "standard-webhooks"],
    ["B: documented", documented(), [secretB], "documented"],
    ["B2: documented, the whole whsec_ secret as key", documented(macB2), [secretA], "documented"],
    ["any of several secrets", svix(), [secretB, secretA2, secretA], "svix"],
    ["secret without prefix", svix(), [secretA.slice(6)], "svix"],
    ["secret from a file with a newline", documented(), [`${secretB}\n`], "documented"],
    ["unknown versions beside v1", svix(`v1a,abc v2,def v1,${macA}`), [secretA], "svix"],
    ["headers folded by a proxy", standard(`v1,${macA2}, v1,${macA}`), [secretA], "standard-webhooks"],
    [
      "several s= items, blanks around",
      { "webhook-signature": `v1, t=${seconds}, s=${macA}, s=${macB}` },
      [secretB],
      "documented",
    ],
    ["items in another order, no v1", { "webhook-signature": `s=${macB},t=${seconds}` }, [secretB], "documented"],
    [
      "documented beside lone companions",
      { ...documented(), "webhook-id": id, "webhook-timestamp": "1" },
      [secretB],
      "documented",
    ],
    [
      "documented beside an incomplete Svix set",
      { ...documented(), "svix-signature": "v1,x" },
      [secretB],
      "documented",
    ],
    ["Svix first where both are complete", { ...standard("v1,AAAA"), ...svix() }, [secretA], "svix"],
  ])("%s", (_, headers, secrets, scheme) => {
    expect(hasSignature(headers)).toBe(true);
    expect(check(headers, secrets)).toMatchObject({ ok: true, scheme });
  });

  it("hands over the message id of the forms that have one", () => {
    expect(check(svix(), [secretA])).toEqual({ ok: true, scheme: "svix", messageId: id });
    expect(check(standard(), [secretA])).toEqual({ ok: true, scheme: "standard-webhooks", messageId: id });
    expect(check(documented(), [secretB])).toEqual({ ok: true, scheme: "documented" });
  });

  it("takes a time in milliseconds in the documented form", () => {
    const time = String(seconds * 1000 + 7);
    expect(check(documented(documentedMac(secretB, time), time), [secretB])).toMatchObject({ ok: true });
  });

  it("tolerates a secret without its padding, and takes one that is not base64 as it is written", () => {
    for (const [secret, key] of [
      ["whsec_AAECAwQ", Buffer.from([0, 1, 2, 3, 4])],
      ["AAECAwQ=", Buffer.from([0, 1, 2, 3, 4])],
      [secretB, Buffer.from(secretB)],
    ] as const) {
      const mac = createHmac("sha256", key).update(`${id}.${seconds}.`).update(body).digest("base64");
      expect(check(svix(`v1,${mac}`), [secret])).toMatchObject({ ok: true });
    }
  });
});

describe("signatures that must fail", () => {
  const longer = Buffer.concat([body, Buffer.from("\n")]);
  it.each([
    ["A with one byte more", svix(), [secretA], longer],
    ["A3 with one byte more", standard(), [secretA], longer],
    ["B with one byte more", documented(), [secretB], longer],
    ["A under another id", { ...svix(), "svix-id": "msg_other" }, [secretA], body],
    ["A under another time", svix(undefined, String(seconds + 1)), [secretA], body],
    ["A with the wrong secret", svix(), [secretA2, secretB], body],
    ["A without any secret", svix(), [], body],
    [
      "secrets without content",
      svix(`v1,${createHmac("sha256", "").update(`${id}.${seconds}.`).update(body).digest("base64")}`),
      ["", " ", "whsec_"],
      body,
    ],
    ["A with unused bits of its last character set", svix(`v1,${macA.replace("E=", "F=")}`), [secretA], body],
    ["A as hexadecimal", svix(`v1,${Buffer.from(macA, "base64").toString("hex")}`), [secretA], body],
    ["A as an unknown version", svix(`v2,${macA}`), [secretA], body],
    ["A with a time that is no number", svix(undefined, `${seconds}.0`), [secretA], body],
    ["A with a signed time", svix(undefined, `+${seconds}`), [secretA], body],
    ["B cut to 63 characters", documented(macB.slice(0, -1)), [secretB], body],
    ["B in the wrong order of a rotation", documented(macB), [secretA], body],
    ["B with an empty time", documented(macB, ""), [secretB], body],
    ["B with a time that is no number", documented(documentedMac(secretB, "1e9"), "1e9"), [secretB], body],
    ["B with characters beyond latin1", documented("é".repeat(63) + "\u{1F600}"), [secretB], body],
  ])("%s", (_, headers, secrets, received) => {
    expect(check(headers, secrets, { body: received })).toEqual(bad);
  });

  it.each([
    ["nothing", {}],
    ["A's signature under B's header", { "webhook-signature": `v1,${macA}` }],
    ["svix-signature without svix-id", { "svix-timestamp": String(seconds), "svix-signature": `v1,${macA}` }],
    ["an empty svix-id", { ...svix(), "svix-id": "" }],
    ["Svix without its time", { "svix-id": id, "svix-signature": `v1,${macA}` }],
    [
      "a set mixed of two forms",
      { "svix-id": id, "webhook-timestamp": String(seconds), "webhook-signature": `v1,${macA}` },
    ],
    ["t= without s=", { "webhook-signature": `v1,t=${seconds}` }],
    ["s= without t=", { "webhook-signature": `v1,s=${macB}` }],
    ["no list of versions", standard("something else")],
  ])("%s counts as unsigned", (_, headers) => {
    expect(hasSignature(headers)).toBe(false);
    expect(check(headers, [secretA, secretB])).toEqual(missing);
  });

  it.each([
    ["Svix", svix(), secretA, 300],
    ["Standard Webhooks", standard(), secretA, 300],
    ["documented", documented(), secretB, 7200],
  ])(
    "%s more than its tolerance away from now, either way, is stale, and bad if it is also wrong",
    (_, headers, secret, limit) => {
      for (const away of [limit, -limit]) {
        expect(check(headers, [secret], { atSeconds: seconds + away })).toMatchObject({ ok: true });
        const beyond = { atSeconds: seconds + away + Math.sign(away) };
        expect(check(headers, [secret], beyond)).toEqual(stale);
        expect(check(headers, [secretA2], beyond)).toEqual(bad);
      }
    },
  );

  it("does not trip over headers that arrive as lists or repeated", () => {
    const repeated: Record<string, string[]> = {
      "svix-id": [id, id],
      "svix-timestamp": ["1", "2"],
      "svix-signature": [],
    };
    expect(check(repeated, [secretA])).toEqual(missing);
    const signed: Record<string, string[]> = { ...repeated, "svix-signature": [`v1,${macA}`] };
    expect(check(signed, [secretA])).toEqual(bad);
    expect(check({ ...svix(), "svix-id": `${id}, ${id}` }, [secretA])).toEqual(bad);
    const folded = { "webhook-signature": `v1,t=${seconds},s=${macB}, v1,t=1,s=ab` };
    expect(check(folded, [secretB])).toMatchObject({ ok: true });
  });
});

describe("other implementations as signers", () => {
  const now = new Date(seconds * 1000);

  it("passes what the svix library signs, and the library passes vector A", () => {
    const signature = new SvixWebhook(secretA).sign("msg_1", now, body.toString());
    expect(check({ ...svix(signature), "svix-id": "msg_1" }, [secretA])).toMatchObject({
      ok: true,
      messageId: "msg_1",
    });
    expect(new SvixWebhook(secretA).sign(id, now, body.toString())).toBe(`v1,${macA}`);
  });

  it("passes what the standardwebhooks library signs", () => {
    const signature = new StandardWebhook(secretA2).sign("msg_2", now, body.toString());
    expect(check({ ...standard(signature), "webhook-id": "msg_2" }, [secretA2])).toMatchObject({
      ok: true,
      messageId: "msg_2",
    });
  });
});
