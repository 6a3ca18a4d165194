import { randomUUID } from "node:crypto";
import { SignatureScheme } from "@touchline/domain/event";
import { samples, type Sample } from "@touchline/sources/sendpilot/samples";
import { signRequest } from "@touchline/sources/sendpilot/sign";
import { postAll, postWebhook, type SendResult, type SignedRequest } from "../send/post-webhook.ts";
import { freshBody, freshEventId } from "../send/sample-body.ts";

/** A sample on its way, under an event id of its own. */
export interface SampleEvent {
  sample: Sample;
  scheme: SignatureScheme;
  eventId: string;
  messageId: string;
  body: string;
}

/** Every sample as if it happened now, under a fresh event id; the three signature forms take turns. */
export function prepareSamples(now: Date): SampleEvent[] {
  return samples.map((sample, i) => {
    const eventId = freshEventId(now);
    const scheme = SignatureScheme.options[i % SignatureScheme.options.length] ?? "svix";
    return {
      sample,
      scheme,
      eventId,
      messageId: `msg_${randomUUID()}`,
      body: freshBody(sample.body, { eventId, now }),
    };
  });
}

/** Signed at this moment, as a resend is: same body and message id, new time. */
export function signSample({ scheme, eventId, messageId, body }: SampleEvent, secret: string): SignedRequest {
  const signature = signRequest({ scheme, secret, body, messageId, now: new Date() });
  return { eventId, headers: { "content-type": "application/json", ...signature }, body };
}

export async function sendSamples(url: string, events: readonly SampleEvent[], secret: string): Promise<SendResult[]> {
  return await postAll(
    url,
    events.map((event) => () => signSample(event, secret)),
    4,
  );
}

export async function resendSample(url: string, event: SampleEvent, secret: string): Promise<SendResult> {
  return await postWebhook(url, signSample(event, secret));
}
