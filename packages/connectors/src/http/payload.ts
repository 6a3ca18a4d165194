import type { OutboundActivity } from "@touchline/domain/delivery";

/**
 * The body of a request, in the form of Standard Webhooks: `{ type, timestamp, data }`. `timestamp` is when the
 * activity happened. The same activity gives the same bytes on every attempt.
 */
export function payload({ type, ...data }: OutboundActivity): string {
  return JSON.stringify({ type, timestamp: data.occurredAt, data });
}
