import type { DeliveryOutcome, OutboundActivity } from "@touchline/domain/delivery";
import { classify } from "../classify.ts";
import type { DeliverContext } from "../connector.ts";
import { callHttp } from "../http.ts";
import { payload } from "./payload.ts";
import { findDelivery } from "./read-back.ts";
import { signatureHeaders } from "./sign.ts";
import type { HttpTarget } from "./target.ts";

/**
 * One attempt: where an earlier one may have arrived and the receiver can be asked, it is asked first. Without a URL to
 * ask, the request goes out again: the receiver knows it by `webhook-id` and `idempotency-key`.
 */
export async function deliver(
  target: HttpTarget,
  activity: OutboundActivity,
  context: DeliverContext,
): Promise<DeliveryOutcome> {
  if (!context.readBack || target.readBackUrl === undefined) return send(target, activity, context);
  const found = await findDelivery(target, target.readBackUrl, activity.deliveryId, context);
  if (found.kind !== "absent") return found;
  const outcome = await send(target, activity, context);
  return { ...outcome, exchanges: [found.exchange, ...outcome.exchanges] };
}

async function send(
  target: HttpTarget,
  activity: OutboundActivity,
  { signal }: DeliverContext,
): Promise<DeliveryOutcome> {
  const { deliveryId } = activity;
  const { url, secrets, timeoutMs } = target;
  const body = payload(activity);
  const headers = {
    "user-agent": "touchline",
    ...target.headers,
    "content-type": "application/json",
    "idempotency-key": deliveryId,
    ...signatureHeaders({ id: deliveryId, at: target.now(), body }, target.keys),
  };
  const result = await callHttp({ method: "POST", url, headers, body, timeoutMs, signal, secrets });
  return { ...classify(result, { deliveryId, now: target.now() }), exchanges: [result.exchange] };
}
