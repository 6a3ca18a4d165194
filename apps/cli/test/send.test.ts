import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SignatureScheme } from "@touchline/domain/event";
import { sources } from "@touchline/sources/registry";
import { samples } from "@touchline/sources/sendpilot/samples";
import { afterEach, describe, expect, test } from "vitest";
import { startReceiver, type Received } from "./receiver.ts";
import { touchline } from "./run.ts";

const secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const tolerance = { svixMs: 300_000, standardWebhooksMs: 300_000, documentedMs: 300_000 };

function verify({ headers, body }: Received, signedWith = secret) {
  const keys = sources.sendpilot.prepareKeys([signedWith]);
  return sources.sendpilot.verify({ headers, body, keys, tolerance, now: new Date() });
}

let receiver: Awaited<ReturnType<typeof startReceiver>>;
afterEach(async () => await receiver.close());

async function accepting() {
  receiver = await startReceiver(() => ({ status: 202, body: { status: "accepted", eventId: "x" } }));
  return `${receiver.url}/webhooks/sendpilot`;
}

const bodyOf = (index: number) =>
  JSON.parse(receiver.received[index]?.body.toString() ?? "") as Record<string, unknown>;

describe("every sample in every signature form passes the ingress's own check", () => {
  test.each(SignatureScheme.options)("%s", async (scheme) => {
    const url = await accepting();
    for (const { file } of samples) {
      const { code } = await touchline(["send", file, "--form", scheme, "--url", url, "--secret", secret]);
      expect(code).toBe(0);
    }
    const outcomes = receiver.received.map((one) => verify(one));
    expect(outcomes).toHaveLength(samples.length);
    expect(outcomes.filter((outcome) => !outcome.ok || outcome.scheme !== scheme)).toEqual([]);
    const readings = receiver.received.map(({ body }) =>
      sources.sendpilot.toActivity({ body, receivedAt: new Date() }),
    );
    expect(readings.map((reading) => (reading.kind === "activity" ? reading.draft.type : reading.reason))).toEqual(
      samples.map(({ activityType }) => activityType),
    );
  });
});

test("events are fresh: an id each, and times of now", async () => {
  const url = await accepting();
  const begun = Date.now();
  const { code, json } = await touchline([
    "send",
    "connection_request.accepted",
    "--count",
    "25",
    "--url",
    url,
    "--secret",
    secret,
    "--json",
  ]);
  expect(code).toBe(0);
  expect(json()).toMatchObject({ ok: true, sent: 25, accepted: 25, form: "svix" });
  expect(new Set(receiver.received.map((_, i) => bodyOf(i)["eventId"])).size).toBe(25);
  const { timestamp, data } = bodyOf(0) as { timestamp: string; data: { acceptedAt: string } };
  for (const time of [timestamp, data.acceptedAt]) expect(Date.parse(time)).toBeGreaterThanOrEqual(begun);
});

test("the same event twice is the same body under two signatures", async () => {
  const url = await accepting();
  await touchline(["send", "--event-id", "evt_1", "--count", "2", "--url", url, "--secret", secret]);
  expect(receiver.received.map((_, i) => bodyOf(i)["eventId"])).toEqual(["evt_1", "evt_1"]);
  expect(receiver.received[0]?.body).toEqual(receiver.received[1]?.body);
  expect(receiver.received[0]?.headers["svix-id"]).not.toBe(receiver.received[1]?.headers["svix-id"]);
});

test("--data changes what it names and keeps the rest", async () => {
  const url = await accepting();
  await touchline([
    "send",
    "reply.received",
    "--data",
    '{"reply":"No, thanks","x":1}',
    "--url",
    url,
    "--secret",
    secret,
  ]);
  expect(bodyOf(0)["data"]).toMatchObject({ reply: "No, thanks", x: 1, leadId: expect.any(String) });
});

test("--raw sends the sample byte for byte", async () => {
  const url = await accepting();
  const { code } = await touchline(["send", "message.sent.gen1", "--raw", "--url", url, "--secret", secret]);
  expect(code).toBe(0);
  const body = samples.find(({ file }) => file === "message.sent.gen1.json")?.body;
  expect(receiver.received[0]?.body.toString()).toBe(body);
});

test("the secret is that of the endpoint in the URL", async () => {
  await accepting();
  const { code } = await touchline(["send", "--url", `${receiver.url}/webhooks/sendpilot/`], {
    SENDPILOT_WEBHOOK_SECRET: `${secret},other`,
  });
  expect(code).toBe(0);
  expect(receiver.received.map((one) => verify(one).ok)).toEqual([true]);
  const unknown = await touchline(["send", "--url", `${receiver.url}/webhooks/sendpilot/emea`], {
    SENDPILOT_WEBHOOK_SECRET: secret,
  });
  expect(unknown.code).toBe(1);
  expect(unknown.err.join()).toContain("no endpoint sendpilot/emea is configured");
});

test("an answer other than 202 is a failure, told with the answer's own word", async () => {
  receiver = await startReceiver(() => ({ status: 401, body: { error: "bad_signature" } }));
  const { code, out } = await touchline(["send", "--url", receiver.url, "--secret", "wrong"]);
  expect(code).toBe(1);
  expect(out[0]).toContain("401 bad_signature");
  expect(out[1]).toContain("0 of 1 accepted");
});

test("one refusal among many is a failure, and the answers are counted", async () => {
  let n = 0;
  receiver = await startReceiver(() =>
    (n += 1) === 7 ? { status: 503, body: { error: "no_lane" } } : { status: 202, body: { status: "accepted" } },
  );
  const { code, out } = await touchline(["send", "--count", "30", "--url", receiver.url, "--secret", secret]);
  expect(code).toBe(1);
  expect(out).toContain("202 accepted: 29");
  expect(out).toContain("503 no_lane: 1");
});

test("nobody there is a failure that says what to do", async () => {
  await accepting();
  const gone = receiver.url;
  await receiver.close();
  const { code, out } = await touchline(["send", "--url", gone, "--secret", secret]);
  expect(code).toBe(1);
  expect(out.join("\n")).toMatch(/no answer .*ECONNREFUSED[\s\S]*touchline doctor/u);
});

test("the curl line, run by a shell, is accepted", async () => {
  const url = await accepting();
  const data = JSON.stringify({ reply: 'it\'s $5 "now" `ls` \\ %s\n!' });
  const { code, out } = await touchline([
    "send",
    "reply.received",
    "--curl",
    "--data",
    data,
    "--url",
    url,
    "--secret",
    secret,
  ]);
  expect(code).toBe(0);
  expect(out).toHaveLength(1);
  expect(receiver.received).toEqual([]);
  // A stand-in for curl shows what the shell makes of the line.
  const { stdout } = await promisify(execFile)("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${out[0]}`]);
  const words = stdout.split("\0");
  const after = (flag: string) => words.filter((_, i) => words[i - 1] === flag);
  const headers = Object.fromEntries(after("-H").map((header) => header.split(": ", 2)));
  await fetch(words.at(-2) ?? "", { method: "POST", headers, body: after("--data-binary").join() });
  expect(receiver.received.map((one) => verify(one).ok)).toEqual([true]);
  expect(bodyOf(0)["data"]).toMatchObject(JSON.parse(data) as object);
});

test("without --url it goes to the ingress on this machine, whose port PORT moves", async () => {
  await accepting();
  const { code, json } = await touchline(["send", "--secret", secret, "--json"], { PORT: String(receiver.port) });
  expect(code).toBe(0);
  expect(json()).toMatchObject({ url: `${receiver.url}/webhooks/sendpilot` });
});
