import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { listen } from "./listen.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";
import { type Check, runChecks } from "./run-checks.ts";

export type { Check } from "./run-checks.ts";

/** The part of a Fastify app that the health routes need; any logger type fits. */
export interface RouteTarget {
  get(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): unknown;
}

export interface HealthOptions {
  /** Part name → check. Ready means that all pass. */
  checks: Record<string, Check>;
  metrics: Metrics;
  /** What else an operator should see (weak settings, paused destinations); given with either answer. */
  details?: (() => unknown) | undefined;
}

/**
 * Adds `GET /health/live` (200 while the process answers), `GET /health/ready` (200 `{status:"ready"}` or 503
 * `{status:"unavailable", failing:[{part, reason}]}`, both with `details` where given) and `GET /metrics`.
 */
export function registerHealth(app: RouteTarget, { checks, metrics, details }: HealthOptions): void {
  app.get("/health/live", async (_request, reply) =>
    reply.header("cache-control", "no-store").send({ status: "live" }),
  );

  app.get("/health/ready", async (_request, reply) => {
    const failing = await runChecks(checks);
    const more = details === undefined ? {} : { details: details() };
    reply.header("cache-control", "no-store");
    if (failing.length === 0) return reply.send({ status: "ready", ...more });
    return reply.code(503).send({ status: "unavailable", failing, ...more });
  });

  app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

export interface HealthServer {
  /** `http://host:port` with the real port. */
  address: string;
  close(): Promise<void>;
}

/** Serves the health routes for a process that has no HTTP of its own. A taken port is an error that names it. */
export async function startHealthServer(
  options: HealthOptions & { host: string; port: number; log: Logger },
): Promise<HealthServer> {
  const app = fastify({ logger: false, forceCloseConnections: true });
  registerHealth(app, options);
  const address = await listen(app, options);
  return { address, close: () => app.close() };
}
