import { makeIntakeEvent } from "@touchline/queue/intake-event";
import type { IntakeProducer } from "@touchline/queue/intake-producer";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ByteBudget } from "../byte-budget.ts";
import type { Endpoint } from "../endpoints.ts";
import type { IngressMetrics } from "../ingress-metrics.ts";
import { readBody } from "../read-body.ts";
import type { RefusalLog } from "../refusal-log.ts";
import { type Refusal, refuse } from "../refuse.ts";

export interface WebhookDeps {
  producer: Pick<IntakeProducer, "enqueue">;
  maxBytes: number;
  budget: ByteBudget;
  refusals: RefusalLog;
  metrics: IngressMetrics;
  now: () => Date;
}

type Taken =
  /** 202 */
  | { kind: "accepted"; eventId: string }
  /** an answer of its own each */
  | { kind: "refused"; reason: Refusal }
  /** no answer: the sender is gone */
  | { kind: "aborted" };

/** Takes the webhooks of one endpoint: signature, envelope, enqueue, answer. Nothing else happens before the answer. */
export function webhookRoute(app: FastifyInstance, endpoint: Endpoint, deps: WebhookDeps): void {
  const { metrics, refusals } = deps;
  app.post(endpoint.path, async (request, reply) => {
    const startedMs = performance.now();
    const taken = await take(endpoint, request, deps);
    metrics.answered(endpoint.name, taken.kind === "refused" ? taken.reason : taken.kind, startedMs);
    switch (taken.kind) {
      case "accepted":
        return accept(reply, taken.eventId);
      case "refused":
        refusals({ endpoint: endpoint.name, reason: taken.reason, from: request.ip });
        return refuse(reply, taken.reason);
      case "aborted":
        return reply.hijack();
      default:
        return taken satisfies never;
    }
  });
}

async function take(endpoint: Endpoint, request: FastifyRequest, deps: WebhookDeps): Promise<Taken> {
  if (endpoint.keys === undefined) return { kind: "refused", reason: "no_secret_configured" };
  if (!endpoint.source.hasSignature(request.headers)) return { kind: "refused", reason: "missing_signature" };
  const read = await readBody(request.raw, deps);
  switch (read.kind) {
    case "too_large":
      return { kind: "refused", reason: "body_too_large" };
    case "over_budget":
      return { kind: "refused", reason: "busy" };
    case "aborted":
      return { kind: "aborted" };
    case "read":
      try {
        return await store(endpoint, endpoint.keys, request, read.body, deps);
      } finally {
        read.release();
      }
    default:
      return read satisfies never;
  }
}

async function store(
  { name, source, tolerance }: Endpoint,
  keys: NonNullable<Endpoint["keys"]>,
  { headers, contentTypeAsSent: contentType }: FastifyRequest,
  body: Buffer,
  { producer, metrics, now }: WebhookDeps,
): Promise<Taken> {
  const receivedAt = now();
  const verified = source.verify({ headers, body, keys, tolerance, now: receivedAt });
  if (!verified.ok) return { kind: "refused", reason: verified.error };
  const { scheme, messageId } = verified;
  metrics.verified(scheme);
  const envelope = source.readEnvelope(body);
  const event = makeIntakeEvent({
    source: source.name,
    endpoint: name,
    envelope,
    scheme,
    messageId,
    contentType,
    receivedAt,
    body,
  });
  const enqueued = await producer.enqueue(event);
  return enqueued.ok ? { kind: "accepted", eventId: event.externalId } : { kind: "refused", reason: "unavailable" };
}

/** Written out here: this is the answer that the sender waits for. */
function accept(reply: FastifyReply, eventId: string): FastifyReply {
  return reply
    .code(202)
    .header("content-type", "application/json; charset=utf-8")
    .send(`{"status":"accepted","eventId":${JSON.stringify(eventId)}}`);
}
