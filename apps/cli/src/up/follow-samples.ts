import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "@touchline/db/client";
import { type TracedEvent, traceEvents } from "@touchline/db/trace-events";
import { readSandbox, type SandboxEntry } from "./read-sandbox.ts";
import { resendSample, type SampleEvent, sendSamples } from "./send-samples.ts";
import type { SendResult } from "../send/post-webhook.ts";
import type { IntakeWatch } from "./watch-intake.ts";

export interface FollowInput {
  db: Db;
  intake: Pick<IntakeWatch, "isEmpty">;
  webhookUrl: string;
  sandboxUrl: string;
  secret: string;
  events: readonly SampleEvent[];
  signal: AbortSignal;
}

/** What came of the samples: the ingress's answers, and what Postgres and the sandbox CRM say. */
export interface Followed {
  answers: SendResult[];
  traced: TracedEvent[];
  entries: SandboxEntry[];
  /** From the first request to the last arrival. */
  seconds: number;
}

const deadlineMs = 60_000;
const everyMs = 100;

/**
 * Sends every sample through the front door, the first of them again once all are stored, and waits until all are in
 * the sandbox CRM and the repeat is recognised, or a minute has passed. @throws the signal's reason
 */
export async function followSamples(input: FollowInput): Promise<Followed> {
  const { db, events, webhookUrl, secret } = input;
  const since = new Date();
  const deadline = since.getTime() + deadlineMs;
  const ids = events.map((event) => event.eventId);
  const answers = await sendSamples(webhookUrl, events, secret);
  let resent = false;
  for (;;) {
    input.signal.throwIfAborted();
    const traced = await traceEvents(db, ids);
    // While its first job is in the queue a repeat is dropped there already; Postgres recognises the later ones.
    if (!resent && traced.length === ids.length && (await input.intake.isEmpty())) {
      resent = true;
      for (const first of events.slice(0, 1)) answers.push(await resendSample(webhookUrl, first, secret));
    }
    const entries = (await readSandbox(input.sandboxUrl, since)).filter(({ eventId }) => ids.includes(eventId));
    const followed = { answers, traced, entries, seconds: (Date.now() - since.getTime()) / 1_000 };
    if (Date.now() > deadline || hasArrived(followed, ids)) return followed;
    await sleep(everyMs);
  }
}

function hasArrived({ traced, entries }: Followed, ids: readonly string[]): boolean {
  const arrived = new Set(entries.map(({ eventId }) => eventId));
  const settled = traced.every(
    ({ activity }) => activity?.deliveries.every(({ state }) => state === "delivered") ?? true,
  );
  return settled && traced.some(({ repeats }) => repeats > 0) && ids.every((id) => arrived.has(id));
}
