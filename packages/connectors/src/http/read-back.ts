import type { DeliveryOutcome, Exchange } from "@touchline/domain/delivery";
import { classify } from "../classify.ts";
import type { DeliverContext } from "../connector.ts";
import { callHttp } from "../http.ts";
import type { HttpTarget } from "./target.ts";

export type Found =
  /** It did not arrive: send it. */
  | { kind: "absent"; exchange: Exchange }
  /** It arrived, or nobody can say yet: do not send. */
  | DeliveryOutcome;

/**
 * Asks the receiver whether a delivery arrived: 200 says yes, 404 no. Any other answer leaves it open, so the outcome
 * is one after which it is asked again: `rate_limited`, `auth`, else `unknown`.
 */
export async function findDelivery(
  { headers, timeoutMs, secrets, now }: HttpTarget,
  template: string,
  deliveryId: string,
  { signal }: DeliverContext,
): Promise<Found> {
  const url = template.replaceAll("{deliveryId}", encodeURIComponent(deliveryId));
  const asking = { "user-agent": "touchline", accept: "application/json", ...headers };
  const result = await callHttp({ method: "GET", url, headers: asking, timeoutMs, signal, secrets });
  const exchanges = [result.exchange];
  if (result.kind === "answered" && result.status === 404) return { kind: "absent", exchange: result.exchange };
  if (result.kind === "answered" && result.status === 200) return { kind: "delivered", found: true, exchanges };
  const verdict = classify(result, { deliveryId, now: now() });
  if (verdict.kind === "rate_limited" || verdict.kind === "auth") return { ...verdict, exchanges };
  const why = verdict.kind === "delivered" ? `answered ${result.exchange.status}` : verdict.reason;
  return { kind: "unknown", reason: `read-back: ${why}`, exchanges };
}
