import type { DeliveryOutcome } from "@touchline/domain/delivery";
import type { HttpResult } from "./http.ts";
import { namedAsRepeat } from "./named-as-repeat.ts";
import { retryAfter } from "./retry-after.ts";
import { shownUrl } from "./shown-url.ts";

type Answer = Extract<HttpResult, { kind: "answered" }>;
type WithoutExchanges<T> = T extends unknown ? Omit<T, "exchanges"> : never;
export type Verdict = WithoutExchanges<DeliveryOutcome>;

const defaultRestMs = 30_000;

/** Credentials that do not work, or are not allowed to do this. */
const authStatuses = new Set([401, 403]);
/** Refused unread, worth another try as it is: locked by another request, sent too early. */
const retryableStatuses = new Set([423, 425]);
/** Overload and maintenance: with `Retry-After` the whole destination rests. */
const overloadStatuses = new Set([502, 503, 504]);

/**
 * What an HTTP call says about a delivery, by the rules of HTTP alone. A connector whose vendor says more in its
 * bodies looks there first.
 * @param deliveryId what the call was about: a 409 that names it is a repeat
 */
export function classify(result: HttpResult, { deliveryId, now }: { deliveryId: string; now: Date }): Verdict {
  if (result.kind === "not_sent") return { kind: "retryable", reason: `not sent: ${result.reason}` };
  if (result.kind === "no_answer") return { kind: "unknown", reason: `sent, no answer: ${result.reason}` };
  const { status } = result;
  if (status >= 200 && status < 300) {
    return result.complete ? { kind: "delivered" } : { kind: "unknown", reason: `answered ${status}, then broke off` };
  }
  if (status < 400) return { kind: "permanent", reason: redirected(result) };
  if (status === 429) return { kind: "rate_limited", until: rest(result, now), reason: "answered 429" };
  if (overloadStatuses.has(status)) return overloaded(result, now);
  // Took too long, or failed at it: what it wrote by then nobody knows.
  if (status === 408 || status >= 500) return failedAtIt(status);
  if (retryableStatuses.has(status)) return { kind: "retryable", reason: `answered ${status}` };
  if (authStatuses.has(status)) return { kind: "auth", reason: `answered ${status}` };
  if (status === 409) return conflict(result, deliveryId);
  return { kind: "permanent", reason: status === 410 ? "answered 410: gone" : `answered ${status}` };
}

function redirected({ status, headers, exchange }: Answer): string {
  const location = headers.get("location");
  if (location === null) return `answered ${status}`;
  const target = URL.canParse(location, exchange.url) ? new URL(location, exchange.url).href : location;
  return `answered ${status}: moved to ${shownUrl(target)}; put that URL into the configuration`;
}

function rest({ headers }: Answer, now: Date): Date {
  return retryAfter(headers.get("retry-after"), now) ?? new Date(now.getTime() + defaultRestMs);
}

function overloaded({ status, headers }: Answer, now: Date): Verdict {
  const until = retryAfter(headers.get("retry-after"), now);
  if (until === undefined) return failedAtIt(status);
  return { kind: "rate_limited", until, reason: `answered ${status} with Retry-After`, mayHaveArrived: true };
}

function failedAtIt(status: number): Verdict {
  return { kind: "retryable", reason: `answered ${status}`, mayHaveArrived: true };
}

/**
 * A 409 may mean "I have it", "I am at it" or "it clashes with something else of mine". Taking the last for the first
 * would lose an activity in silence, so it counts as delivered only where the answer marks a replay or names this very
 * delivery as a repeat; one with `Retry-After` is still at it; all else is for a person to see.
 */
function conflict({ headers, body }: Answer, deliveryId: string): Verdict {
  const replayed = headers.get("idempotent-replayed") ?? headers.get("idempotency-replayed");
  if (replayed === "true" || namedAsRepeat(body, deliveryId)) return { kind: "delivered", found: true };
  if (headers.has("retry-after")) return { kind: "retryable", reason: "answered 409: still at work on it" };
  return { kind: "permanent", reason: "answered 409: in conflict" };
}
