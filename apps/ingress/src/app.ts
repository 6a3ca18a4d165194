import { METHODS } from "node:http";
import { type Check, registerHealth } from "@touchline/observability/health";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import type { IntakeProducer } from "@touchline/queue/intake-producer";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { createByteBudget } from "./byte-budget.ts";
import type { Endpoint } from "./endpoints.ts";
import { createIngressMetrics } from "./ingress-metrics.ts";
import { prepareRequests } from "./prepare-requests.ts";
import { createRefusalLog } from "./refusal-log.ts";
import { webhookRoute } from "./routes/webhook.ts";
import { serverOptions } from "./server-options.ts";

export interface IngressDeps {
  endpoints: readonly Endpoint[];
  producer: Pick<IntakeProducer, "enqueue" | "ready" | "weakness">;
  limits: { bodyBytes: number; inFlightBytes: number };
  log: Logger;
  metrics: Metrics;
  now: () => Date;
  /** From then on it is not ready, and each answer ends its connection. */
  isClosing: () => boolean;
}

/** Builds the front door; whoever builds it listens and closes. */
export function buildApp({ endpoints, producer, limits, log, metrics, now, isClosing }: IngressDeps): FastifyInstance {
  const app = fastify({
    ...serverOptions,
    frameworkErrors: (_error, request, reply) => {
      answerUnknown(request, reply);
    },
  });
  prepareRequests(app, isClosing);

  const budget = createByteBudget(limits.inFlightBytes);
  const ingressMetrics = createIngressMetrics(metrics, budget.taken);
  const refusals = createRefusalLog(log);
  const webhook = { producer, maxBytes: limits.bodyBytes, budget, refusals, metrics: ingressMetrics, now };
  for (const endpoint of endpoints) webhookRoute(app, endpoint, webhook);
  refuseOtherMethods(app, endpoints);

  app.setNotFoundHandler((request, reply) => answerUnknown(request, reply));
  app.setErrorHandler(async (error, _request, reply) => {
    log.error({ err: error }, "request failed");
    return reply.code(500).send({ error: "internal" });
  });
  registerHealth(app, {
    checks: {
      process: async () => (isClosing() ? { ok: false, reason: "closing" } : { ok: true }),
      lanes: producer.ready,
      secrets: secretsCheck(endpoints),
    },
    metrics,
    details: () => ({
      weaknesses: producer.weakness(),
      endpointsWithoutSecret: endpoints
        .filter(({ keys }) => keys === undefined)
        .map(({ path, unset }) => ({ path, unset })),
    }),
  });
  return app;
}

/** Every method that Node reads, so that odd ones are told what is allowed too. */
function refuseOtherMethods(app: FastifyInstance, endpoints: readonly Endpoint[]): void {
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  const method = app.supportedMethods.filter((name) => name !== "POST");
  for (const { path } of endpoints) {
    app.route({
      method,
      url: path,
      handler: (_request, reply) => reply.code(405).header("allow", "POST").send({ error: "method_not_allowed" }),
    });
  }
}

function answerUnknown(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: "not_found" });
}

function secretsCheck(endpoints: readonly Endpoint[]): Check {
  const some = endpoints.some(({ keys }) => keys !== undefined);
  return async () =>
    some ? { ok: true } : { ok: false, reason: "no endpoint has a secret: set SENDPILOT_WEBHOOK_SECRET" };
}
