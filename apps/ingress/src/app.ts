import { type Check, registerHealth } from "@touchline/observability/health";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import type { IntakeProducer } from "@touchline/queue/intake-producer";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { createByteBudget } from "./byte-budget.ts";
import type { Endpoint } from "./endpoints.ts";
import { createIngressMetrics } from "./ingress-metrics.ts";
import { webhookRoute } from "./routes/webhook.ts";

export interface IngressDeps {
  endpoints: readonly Endpoint[];
  producer: Pick<IntakeProducer, "enqueue" | "ready" | "weakness">;
  limits: { bodyBytes: number; inFlightBytes: number };
  log: Logger;
  metrics: Metrics;
  now: () => Date;
}

/** A sender that takes longer than this for its headers, or for all of its request, is let go. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;

/** Builds the front door; whoever builds it listens and closes. */
export function buildApp({ endpoints, producer, limits, log, metrics, now }: IngressDeps): FastifyInstance {
  const app = fastify({
    logger: false,
    trustProxy: "loopback, linklocal, uniquelocal",
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: 75_000,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: 5_000 },
    forceCloseConnections: "idle",
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.decorateRequest("contentTypeAsSent", undefined);
  // The route reads the raw bytes itself, with limits of its own.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));

  const budget = createByteBudget(limits.inFlightBytes);
  const ingressMetrics = createIngressMetrics(metrics, budget.taken);
  const webhook = { producer, maxBytes: limits.bodyBytes, budget, log, metrics: ingressMetrics, now };
  for (const endpoint of endpoints) webhookRoute(app, endpoint, webhook);

  const paths = new Set(endpoints.map(({ path }) => path));
  app.setNotFoundHandler(async (request, reply) => answerUnknown(request, reply, paths));
  app.setErrorHandler(async (error, _request, reply) => {
    log.error({ err: error }, "request failed");
    return reply.code(500).send({ error: "internal" });
  });
  const withoutSecret = endpoints.filter(({ keys }) => keys === undefined);
  const secrets: Check = async () =>
    withoutSecret.length < endpoints.length
      ? { ok: true }
      : { ok: false, reason: "no endpoint has a secret: set SENDPILOT_WEBHOOK_SECRET" };
  registerHealth(app, {
    checks: { lanes: producer.ready, secrets },
    metrics,
    details: () => ({
      weaknesses: producer.weakness(),
      endpointsWithoutSecret: withoutSecret.map(({ path, unset }) => ({ path, unset })),
    }),
  });
  return app;
}

async function answerUnknown(
  request: FastifyRequest,
  reply: FastifyReply,
  paths: ReadonlySet<string>,
): Promise<FastifyReply> {
  const [path = ""] = request.url.split("?", 1);
  const known = paths.has(path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);
  if (known) return reply.code(405).header("allow", "POST").send({ error: "method_not_allowed" });
  return reply.code(404).send({ error: "not_found" });
}
