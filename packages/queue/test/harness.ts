import { createLogger, type Logger } from "@touchline/observability/logger";
import { createMetrics } from "@touchline/observability/metrics";
import { redisCommand } from "@touchline/testing/redis-command";
import { testDatabase, testRedisUrl } from "@touchline/testing/suite";
import { onTestFinished } from "vitest";
import type { IntakeEvent } from "../src/catalog.ts";
import { consumeIntake } from "../src/intake-consumer.ts";
import { makeIntakeEvent } from "../src/intake-event.ts";
import { createIntakeProducer, type IntakeProducer } from "../src/intake-producer.ts";
import { type LaneDeadlines, type LanePurpose, type Lanes, openLanes } from "../src/lanes.ts";

export interface Urls {
  databaseUrl: string;
  redisUrl?: string;
}

/** Log lines of this test, parsed. */
export const logged: Record<string, unknown>[] = [];
export const log: Logger = createLogger({
  service: "test",
  level: "debug",
  destination: { write: (line) => void logged.push(JSON.parse(line)) },
});

export const deadlines: LaneDeadlines = { redisMs: 500, postgresMs: 2_000 };

/** A fresh database and an emptied Redis. */
export async function freshUrls(): Promise<Urls & { redisUrl: string }> {
  const redisUrl = await testRedisUrl();
  await redisCommand(redisUrl, `SELECT ${new URL(redisUrl).pathname.slice(1)}`, "FLUSHDB");
  return { databaseUrl: await testDatabase(), redisUrl };
}

/** Lanes that are closed when the test ends. */
export function lanesFor(urls: Urls, purpose: LanePurpose = "producer"): Lanes {
  const lanes = openLanes({ ...urls, purpose, deadlines, log, metrics: createMetrics("test") });
  onTestFinished(() => lanes.close());
  return lanes;
}

export function producerFor(urls: Urls): IntakeProducer & { metricsText: () => Promise<string> } {
  const metrics = createMetrics("test");
  const producer = createIntakeProducer({ lanes: lanesFor(urls), deadlines, log, metrics });
  onTestFinished(() => producer.close());
  return { ...producer, metricsText: () => metrics.text() };
}

/** Consumes into a list of event ids; closed when the test ends. */
export function consumerFor(urls: Urls, options: Partial<Parameters<typeof consumeIntake>[0]> = {}) {
  const seen: string[] = [];
  const jobs: IntakeEvent[][] = [];
  const handle = async (events: IntakeEvent[]): Promise<void> => {
    jobs.push(events);
    seen.push(...events.map(({ externalId }) => externalId));
  };
  const metrics = createMetrics("test");
  const consumer = consumeIntake({
    lanes: lanesFor(urls, "consumer"),
    handle,
    lockMs: 1_500,
    log,
    metrics,
    ...options,
  });
  onTestFinished(() => consumer.close(2_000));
  return { ...consumer, seen, jobs };
}

let counter = 0;

export function eventOf(given: { eventId?: string; body?: string | Buffer; eventType?: string } = {}): IntakeEvent {
  counter += 1;
  const { eventId = `evt_${counter}`, eventType = "reply.received" } = given;
  const body = Buffer.from(given.body ?? JSON.stringify({ eventId, eventType }));
  return makeIntakeEvent({
    source: "sendpilot",
    endpoint: "default",
    envelope: { eventId, eventType },
    scheme: "svix",
    receivedAt: new Date(),
    body,
  });
}
