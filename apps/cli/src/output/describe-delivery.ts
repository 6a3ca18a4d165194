import type { findDelivery, ListedAttempt } from "@touchline/db/list-deliveries";
import type { Paint } from "./paint.ts";
import { oneLine, shortTime } from "./table.ts";

type Delivery = NonNullable<Awaited<ReturnType<typeof findDelivery>>>;

/** A delivery with its attempts, for people. */
export function describeDelivery(delivery: Delivery, paint: Paint): string[] {
  const facts: [string, string | null][] = [
    ["destination", delivery.destination],
    ["state", delivery.state],
    ["activity", delivery.type],
    ["event", delivery.eventId],
    ["person", delivery.personKey],
    ["created", shortTime(delivery.createdAt)],
    ["next attempt", delivery.finishedAt === null ? shortTime(delivery.nextAttemptAt) : null],
    ["finished", delivery.finishedAt === null ? null : shortTime(delivery.finishedAt)],
    ["failure", delivery.failureClass],
    ["last error", delivery.lastError],
    ["reference", delivery.externalRef],
  ];
  const known = facts.flatMap(([name, value]) =>
    value === null ? [] : [`  ${name.padEnd(12)}  ${oneLine(value, 400)}`],
  );
  const attempts = delivery.attempted.flatMap((attempt, i) => describeAttempt(attempt, i + 1, paint));
  return [paint("strong", delivery.id), ...known, ...(attempts.length === 0 ? ["No attempt yet."] : attempts)];
}

function describeAttempt(
  { startedAt, durationMs, outcome, reason, exchanges }: ListedAttempt,
  number: number,
  paint: Paint,
): string[] {
  const why = reason === null ? "" : `: ${oneLine(reason, 400)}`;
  const heading = `${paint("strong", `attempt ${number}`)}  ${shortTime(startedAt)}  ${outcome}  ${durationMs} ms${why}`;
  return [
    heading,
    ...(Array.isArray(exchanges) ? exchanges.flatMap((exchange: unknown) => describeExchange(exchange, paint)) : []),
  ];
}

function describeExchange(exchange: unknown, paint: Paint): string[] {
  if (typeof exchange !== "object" || exchange === null) return [];
  const field = (key: string) => {
    const value: unknown = Reflect.get(exchange, key);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const call = `  ${field("method")} ${oneLine(field("url"), 200)} -> ${field("status") || "no answer"} ${paint("faint", `${field("durationMs")} ms`)}`;
  return field("answer") === "" ? [call] : [call, `    ${oneLine(field("answer"), 400)}`];
}
