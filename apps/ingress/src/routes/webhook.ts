import type { Logger } from "@touchline/observability/logger";
import { makeIntakeEvent } from "@touchline/queue/intake-event";
import type { IntakeProducer } from "@touchline/queue/intake-producer";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ByteBudget } from "../byte-budget.ts";
import type { Endpoint } from "../endpoints.ts";
import type { IngressMetrics } from "../ingress-metrics.ts";
import { readBody } from "../read-body.ts";

export interface WebhookDeps {
  producer: Pick<IntakeProducer, "enqueue">;
  maxBytes: number;
  budget: ByteBudget;
  log: Logger;
  metrics: IngressMetrics;
  now: () => Date;
}

/** Every answer of a webhook's URL that is not 202. */
type Refusal =
  | "missing_signature"
  | "bad_signature"
  | "stale_signature"
  | "body_too_large"
  | "busy"
  | "unavailable"
  | "no_secret_configured";

const statuses: Record<Refusal, number> = {
  missing_signature: 401,
  bad_signature: 401,
  stale_signature: 401,
  body_too_large: 413,
  busy: 503,
  unavailable: 503,
  no_secret_configured: 503,
};

const retryAfterSeconds = 5;

/** Takes the webhooks of one endpoint: signature, envelope, enqueue, answer. Nothing else happens before the answer. */
export function webhookRoute(app: FastifyInstance, endpoint: Endpoint, deps: WebhookDeps): void {
  app.post(endpoint.path, { onRequest: neutraliseContentType }, async (request, reply) => {
    const started = performance.now();
    const refuse = (reason: Refusal): FastifyReply => {
      deps.metrics.answered(endpoint.name, reason, started);
      deps.log.warn({ endpoint: endpoint.name, reason, from: request.ip }, "webhook refused");
      return refused(reply, reason);
    };
    const { source, keys } = endpoint;
    if (keys === undefined) return refuse("no_secret_configured");
    if (!source.hasSignature(request.headers)) return refuse("missing_signature");

    const read = await readBody(request.raw, deps);
    switch (read.kind) {
      case "too_large":
        return refuse("body_too_large");
      case "over_budget":
        return refuse("busy");
      case "aborted":
        deps.metrics.answered(endpoint.name, "aborted", started);
        return reply.hijack();
      case "read":
        try {
          const outcome = await take(endpoint, keys, request, read.body, deps);
          if ("refusal" in outcome) return refuse(outcome.refusal);
          deps.metrics.answered(endpoint.name, "accepted", started);
          return reply.code(202).send({ status: "accepted", eventId: outcome.eventId });
        } finally {
          read.release();
        }
      default:
        return read satisfies never;
    }
  });
}

async function take(
  { name, source, tolerance }: Endpoint,
  keys: NonNullable<Endpoint["keys"]>,
  request: FastifyRequest,
  body: Buffer,
  { producer, metrics, now }: WebhookDeps,
): Promise<{ eventId: string } | { refusal: Refusal }> {
  const receivedAt = now();
  const verified = source.verify({ headers: request.headers, body, keys, tolerance, now: receivedAt });
  if (!verified.ok) return { refusal: verified.error };
  metrics.verified(verified.scheme);
  const event = makeIntakeEvent({
    source: source.name,
    endpoint: name,
    envelope: source.readEnvelope(body),
    scheme: verified.scheme,
    messageId: verified.messageId,
    contentType: request.contentTypeAsSent,
    receivedAt,
    body,
  });
  const enqueued = await producer.enqueue(event);
  return enqueued.ok ? { eventId: event.externalId } : { refusal: "unavailable" };
}

declare module "fastify" {
  interface FastifyRequest {
    /** Fastify refuses what it takes for an invalid content type; a signed body counts whatever it calls itself. */
    contentTypeAsSent: string | undefined;
  }
}

function neutraliseContentType(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const { headers } = request.raw;
  request.contentTypeAsSent = headers["content-type"];
  headers["content-type"] = "application/octet-stream";
  done();
}

function refused(reply: FastifyReply, reason: Refusal): FastifyReply {
  const status = statuses[reason];
  if (status === 503) void reply.header("retry-after", retryAfterSeconds);
  // The rest of a body that nobody wants is not worth keeping the connection for.
  if (reason === "body_too_large" || reason === "busy") void reply.header("connection", "close");
  return reply.code(status).send({ error: reason });
}
