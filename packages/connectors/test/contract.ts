import type { DeliveryOutcome, OutboundActivity } from "@touchline/domain/delivery";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectDestination } from "../src/registry.ts";
import { outboundActivity } from "./activity.ts";
import { type Answer, type Received, type Receiver, startReceiver } from "./receiver.ts";

/** What a connector brings along to be held to the contract. */
export interface ConnectorHarness {
  type: string;
  options(baseUrl: string): Record<string, unknown>;
  /** Texts of the options that must never be kept. */
  secrets: string[];
  /** A stand-in for the vendor; `written` holds a delivery id for every copy that it wrote. */
  vendor(): { handle(request: Received): Answer; written: string[] };
}

const timeoutMs = 300;
const now = new Date("2026-03-01T10:05:00.000Z");

/** The guarantees that every connector gives, whatever its vendor. */
export function describeConnector(title: string, harness: ConnectorHarness): void {
  describe(`${title}, as every connector`, () => {
    let receiver: Receiver;
    let written: string[];
    let activity: OutboundActivity;
    let deliver: (readBack?: boolean, signal?: AbortSignal) => Promise<DeliveryOutcome>;

    beforeEach(async () => {
      const vendor = harness.vendor();
      written = vendor.written;
      receiver = await startReceiver(vendor.handle);
      activity = outboundActivity();
      const options = harness.options(receiver.url);
      const destination = connectDestination({ name: "under-test", type: harness.type, options, timeoutMs }, () => now);
      deliver = (readBack = false, signal = new AbortController().signal) =>
        destination.deliver(activity, { signal, readBack });
    });
    afterEach(() => receiver.close());

    it("writes an activity once and tells the call", async () => {
      const outcome = await deliver();
      expect(outcome.kind).toBe("delivered");
      expect(written).toEqual([activity.deliveryId]);
      expect(outcome.exchanges.at(-1)).toMatchObject({ status: expect.any(Number), durationMs: expect.any(Number) });
    });

    it("writes it once when it is delivered twice", async () => {
      await deliver();
      expect((await deliver(true)).kind).toBe("delivered");
      expect(written).toEqual([activity.deliveryId]);
    });

    for (const kind of ["reset_after_write", "hang_after_write", "break_off_after_write"] as const) {
      it(`writes it once when the answer is lost (${kind})`, async () => {
        receiver.failNext({ kind });
        expect((await deliver()).kind).toBe("unknown");
        expect((await deliver(true)).kind).toBe("delivered");
        expect(written).toEqual([activity.deliveryId]);
      });
    }

    for (const kind of ["reset", "hang", "not_http"] as const) {
      it(`comes to an outcome and delivers later when the vendor fails (${kind})`, async () => {
        receiver.failNext({ kind });
        const startedAt = performance.now();
        expect((await deliver()).kind).toMatch(/^(unknown|retryable)$/u);
        expect(performance.now() - startedAt).toBeLessThan(timeoutMs + 700);
        expect((await deliver(true)).kind).toBe("delivered");
        expect(written).toEqual([activity.deliveryId]);
      });
    }

    it("rests as long as a 429 says, then delivers", async () => {
      receiver.failNext({ kind: "answer", status: 429, headers: { "retry-after": "7" } });
      const outcome = await deliver();
      expect(outcome).toMatchObject({ kind: "rate_limited", until: new Date(now.getTime() + 7_000) });
      expect((await deliver()).kind).toBe("delivered");
    });

    it("takes a refused credential for a matter of the destination, not of the activity", async () => {
      receiver.failNext({ kind: "answer", status: 401 });
      expect((await deliver()).kind).toBe("auth");
      expect(written).toEqual([]);
    });

    it("tries again after a 500", async () => {
      receiver.failNext({ kind: "answer", status: 500, body: "oops" });
      expect(await deliver()).toMatchObject({ kind: "retryable", exchanges: [{ status: 500, answer: "oops" }] });
      expect((await deliver()).kind).toBe("delivered");
    });

    it("gives up for good where the vendor says so", async () => {
      receiver.failNext({ kind: "answer", status: 410 });
      expect((await deliver()).kind).toBe("permanent");
    });

    it("keeps its head, and little of the page, when it gets HTML instead of an answer", async () => {
      const body = `<!doctype html><title>Just a moment…</title>\0${"<p>é😀</p>".repeat(20_000)}`;
      receiver.failNext({ kind: "answer", status: 502, headers: { "content-type": "text/html" }, body });
      const outcome = await deliver();
      expect(outcome.kind).toBe("retryable");
      const answer = outcome.exchanges.at(-1)?.answer ?? "";
      expect(answer).toMatch(/^<!doctype html>/u);
      expect(answer.length).toBeLessThanOrEqual(2_000);
      expect(answer).not.toContain("\0");
      expect(answer.isWellFormed()).toBe(true);
    });

    it("knows that nothing was sent when nobody listens", async () => {
      await receiver.close();
      expect(await deliver()).toMatchObject({ kind: "retryable", reason: expect.stringContaining("not sent") });
    });

    it("sends nothing once it is told to stop, and lets go of a call under way", async () => {
      expect((await deliver(false, AbortSignal.abort())).kind).toBe("retryable");
      expect(receiver.requests).toEqual([]);
      receiver.failNext({ kind: "hang" });
      expect((await deliver(false, AbortSignal.timeout(50))).kind).toBe("unknown");
    });

    it("keeps no credential, even one that the answer echoes", async () => {
      receiver.failNext({ kind: "answer", status: 400, body: `you sent ${harness.secrets.join(" ")}` });
      const kept = JSON.stringify([await deliver(), await deliver(true)]);
      for (const secret of harness.secrets) expect(kept).not.toContain(secret);
    });
  });
}
