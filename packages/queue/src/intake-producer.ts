import { hash, randomUUID } from "node:crypto";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import type { Check } from "@touchline/observability/run-checks";
import { type IntakeEvent, type IntakeJob, intakeQueueName } from "./catalog.ts";
import { createGroupCommit } from "./group-commit.ts";
import { intakeJobOptions } from "./job-options.ts";
import type { JobToAdd } from "./lane-store.ts";
import { createLaneWriters } from "./lane-writer.ts";
import type { LaneDeadlines, Lanes } from "./lanes.ts";
import { type Enqueued, writeFirst } from "./write-first.ts";

export type { Enqueued } from "./write-first.ts";

export interface IntakeProducer {
  /** Resolves when a lane has confirmed the event, or none did. Never rejects. */
  enqueue(event: IntakeEvent): Promise<Enqueued>;
  /** Whether a webhook would be stored now. */
  ready: Check;
  /** Sentences about stores whose confirmation is worth less than it should be. */
  weakness(): string[];
  /** Waits for what is under way. Close the lanes after it. */
  close(): Promise<void>;
}

const maxGroupEvents = 200;
const maxGroupBytes = 1024 * 1024;
const maxGroupsInFlight = 2;
/** Larger bodies never sit in Redis's memory. */
const maxRedisBodyBytes = 256 * 1024;

/** The way into the intake queue. Events that arrive together share one job and one round trip to the store. */
export function createIntakeProducer(input: {
  lanes: Lanes;
  deadlines: LaneDeadlines;
  log: Logger;
  metrics: Metrics;
}): IntakeProducer {
  const { lanes, deadlines, log, metrics } = input;
  const { stored, groupEvents } = producerMetrics(metrics);
  const writers = createLaneWriters(lanes, deadlines, { log, metrics });
  const spacious = writers.filter(({ lane }) => lane !== "redis");

  const commitTo = (to: typeof writers) =>
    async function commit(events: IntakeEvent[]): Promise<Enqueued> {
      const startedMs = performance.now();
      const outcome = await writeFirst(to, intakeQueueName, [toJob(events)]);
      groupEvents.observe(events.length);
      stored.inc({ lane: outcome.ok ? outcome.lane : "none" }, events.length);
      const line = { events: events.length, ms: Math.round(performance.now() - startedMs), ...identify(events) };
      if (outcome.ok) log.info({ lane: outcome.lane, ...line }, "events stored");
      else log.error({ reason: outcome.reason, ...line }, "no lane took the events");
      return outcome;
    };
  const shared = {
    sizeOf: (event: IntakeEvent) => event.body.length,
    maxBytes: maxGroupBytes,
    maxInFlight: maxGroupsInFlight,
  };
  const groups = createGroupCommit({ ...shared, maxItems: maxGroupEvents, commit: commitTo(writers) });
  const large = createGroupCommit({ ...shared, maxItems: 1, commit: commitTo(spacious) });

  return {
    enqueue: (event) => (event.body.length > maxRedisBodyBytes ? large : groups).add(event),
    async ready() {
      const reasons: string[] = [];
      for (const writer of writers) {
        const outcome = await writer.check();
        if (outcome.ok) return { ok: true };
        reasons.push(`${writer.lane}: ${outcome.reason}`);
      }
      return { ok: false, reason: reasons.join("; ") };
    },
    weakness: () => lanes.stores.flatMap((store) => store.weaknesses()),
    async close() {
      await Promise.all([groups.drained(), large.drained()]);
      for (const writer of writers) writer.close();
    },
  };
}

/** An event alone is a job that shows what it is, and whose id drops an early repeat; a group is a job of its own. */
function toJob(events: IntakeEvent[]): JobToAdd {
  const data: IntakeJob = { v: 1, events };
  const [only, ...more] = events;
  if (only === undefined || more.length > 0)
    return { name: "events", id: `group-${randomUUID()}`, data, options: intakeJobOptions };
  return { name: only.eventType ?? "event", id: soloId(only), data, options: intakeJobOptions };
}

/** By the receipt ids an event is found in every other process's log; one string, since a group may have hundreds. */
function identify(events: readonly IntakeEvent[]): Record<string, unknown> {
  const [only, ...more] = events;
  if (only === undefined || more.length > 0) return { receiptIds: events.map(({ receiptId }) => receiptId).join(" ") };
  const { receiptId, endpoint, externalId: eventId, eventType } = only;
  return { receiptId, endpoint, eventId, eventType };
}

function soloId({ source, endpoint, externalId, bodyDigest }: IntakeEvent): string {
  return `event-${hash("sha256", [source, endpoint, externalId, bodyDigest].join("\0"), "hex")}`;
}

function producerMetrics(metrics: Metrics) {
  return {
    stored: metrics.counter("intake_enqueued_total", "Events by the lane that confirmed them (none: no lane did)", [
      "lane",
    ]),
    groupEvents: metrics.histogram(
      "intake_group_events",
      "Events that shared one job",
      [1, 2, 5, 10, 20, 50, 100, 200],
    ),
  };
}
