import type { KeyObject } from "node:crypto";
import { type Check, registerHealth } from "@touchline/observability/health";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import fastify, { type FastifyInstance } from "fastify";
import { answerError } from "./answer-error.ts";
import { contactRoutes } from "./routes/contacts.ts";
import { entryRoutes } from "./routes/entries.ts";
import { faultRoutes } from "./routes/faults.ts";
import { hookRoutes } from "./routes/hook.ts";
import { pageRoutes } from "./routes/page.ts";
import { readBackRoutes } from "./routes/read-back.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { registerBoxMetrics } from "./box-metrics.ts";
import type { Store } from "./store/store.ts";

export interface AppDeps {
  store: Store;
  /** Without one, the hook answers 503: it takes nothing unsigned. */
  keys: readonly KeyObject[];
  log: Logger;
  metrics: Metrics;
  now(): Date;
  /** 0 ≤ random < 1 */
  random(): number;
}

/** Builds the sandbox CRM; whoever builds it closes it. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: 16 * 1024 * 1024,
    // Requests that hang on request would keep it from closing.
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_000 },
    // A misspelt key is an error, not something to leave out.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true } },
  });
  app.setErrorHandler((error, _request, reply) => answerError(error, reply, deps.log));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "not_found" }));
  // `curl -d` calls JSON a form; here everything is JSON, whatever it is called.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, app.getDefaultJsonParser("error", "error"));

  const secret: Check = async () =>
    deps.keys.length > 0 ? { ok: true } : { ok: false, reason: "SANDBOX_SECRET is not set: deliveries are refused" };
  registerHealth(app, { checks: { secret }, metrics: deps.metrics });
  registerBoxMetrics(deps);

  const parts = [hookRoutes, readBackRoutes, entryRoutes, contactRoutes, faultRoutes, settingsRoutes, pageRoutes];
  for (const part of parts) await app.register(async (scope) => part(scope, deps));
  return app;
}
