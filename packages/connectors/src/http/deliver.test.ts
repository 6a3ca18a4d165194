import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outboundActivity } from "../../test/activity.ts";
import { type Answer, type Received, type Receiver, startReceiver } from "../../test/receiver.ts";
import { connectDestination } from "../registry.ts";

const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const activity = outboundActivity();
const attempt = { signal: new AbortController().signal, readBack: false };

describe("an http destination", () => {
  let receiver: Receiver;
  let answer: (request: Received) => Answer;
  beforeEach(async () => {
    answer = () => ({ status: 200 });
    receiver = await startReceiver((request) => answer(request));
  });
  afterEach(() => receiver.close());

  function connect(options: object, unset: string[] = []) {
    const all = { url: `${receiver.url}/hook`, ...options };
    // The library checks the time against its own clock, so these attempts happen now.
    return connectDestination({ name: "crm", type: "http", options: all, timeoutMs: 1_000, unset }, () => new Date());
  }

  async function sent(options: object): Promise<Received> {
    expect((await connect(options).deliver(activity, attempt)).kind).toBe("delivered");
    const [request] = receiver.requests;
    if (request === undefined) throw new Error("nothing was sent");
    return request;
  }

  const verify = (webhook: Webhook, { body, headers }: Received): unknown =>
    webhook.verify(body, Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])));

  it("is signed so that the library of Standard Webhooks accepts it", async () => {
    const { deliveryId, type, ...data } = activity;
    const payload = verify(new Webhook(whsec), await sent({ secret: whsec }));
    expect(payload).toEqual({ type, timestamp: activity.occurredAt, data: { deliveryId, ...data } });
  });

  it("takes a secret that is plain text as it is", async () => {
    const request = await sent({ secret: "a plain secret" });
    expect(verify(new Webhook("a plain secret", { format: "raw" }), request)).toMatchObject({ type: activity.type });
  });

  it.each([
    ["list", [whsec, "the-new-one"]],
    ["text with commas", `${whsec}, the-new-one`],
  ])("is signed by each secret of a %s, so that a receiver can move from one to the other", async (_form, secret) => {
    const request = await sent({ secret });
    verify(new Webhook(whsec), request);
    verify(new Webhook("the-new-one", { format: "raw" }), request);
    expect(() => verify(new Webhook("another", { format: "raw" }), request)).toThrow("No matching signature");
  });

  it("is known by its delivery id, with the headers of the configuration beside it", async () => {
    const { method, path, headers } = await sent({ headers: { "X-Token": "t" } });
    expect({ method, path }).toEqual({ method: "POST", path: "/hook" });
    expect(headers).toMatchObject({
      "webhook-id": activity.deliveryId,
      "idempotency-key": activity.deliveryId,
      "content-type": "application/json",
      "user-agent": "touchline",
      "x-token": "t",
    });
    expect(headers).not.toHaveProperty("webhook-signature");
  });

  it("is never sent while a variable of its options is not set", async () => {
    const outcome = await connect({}, ["CRM_WEBHOOK_SECRET"]).deliver(activity, attempt);
    expect(outcome).toEqual({ kind: "auth", reason: "not set: CRM_WEBHOOK_SECRET", exchanges: [] });
    expect(receiver.requests).toEqual([]);
  });

  describe("that can be asked whether a delivery arrived", () => {
    const again = { ...attempt, readBack: true };
    const asked = () => connect({ readBack: `${receiver.url}/entries/{deliveryId}?key=k` }).deliver(activity, again);
    const methods = () => receiver.requests.map(({ method }) => method);

    it("is not sent again what it has", async () => {
      expect(await asked()).toMatchObject({
        kind: "delivered",
        found: true,
        exchanges: [{ method: "GET", status: 200 }],
      });
      expect(methods()).toEqual(["GET"]);
    });

    it("is sent what it has not", async () => {
      answer = ({ method }) => ({ status: method === "GET" ? 404 : 200 });
      expect(await asked()).toMatchObject({ kind: "delivered", exchanges: [{ method: "GET" }, { method: "POST" }] });
    });

    it.each([
      [500, "unknown"],
      [204, "unknown"],
      [302, "unknown"],
      [400, "unknown"],
      [401, "auth"],
      [429, "rate_limited"],
    ])("is sent nothing while it answers %i", async (status, kind) => {
      answer = () => ({ status });
      expect((await asked()).kind).toBe(kind);
      expect(methods()).toEqual(["GET"]);
    });

    it("stays unsettled when it cannot be reached, so that it is asked again", async () => {
      await receiver.close();
      expect((await asked()).kind).toBe("unknown");
    });

    it("is not asked on a first attempt", async () => {
      await connect({ readBack: `${receiver.url}/entries/{deliveryId}` }).deliver(activity, attempt);
      expect(methods()).toEqual(["POST"]);
    });
  });
});
