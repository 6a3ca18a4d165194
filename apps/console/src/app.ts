import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import rateLimit from "@fastify/rate-limit";
import type { Db } from "@touchline/db/client";
import { type Check, registerHealth } from "@touchline/observability/health";
import type { Logger } from "@touchline/observability/logger";
import type { Metrics } from "@touchline/observability/metrics";
import type { BoardQueue } from "@touchline/queue/board";
import fastify, { type FastifyInstance } from "fastify";
import { createAnswers } from "./answer-errors.ts";
import { createLaneProbe } from "./board/lane-probe.ts";
import { registerBoard } from "./board/register-board.ts";
import type { Known } from "./find-needs.ts";
import { logChanges } from "./log-changes.ts";
import { registerAssets } from "./routes/assets.ts";
import { registerLogin } from "./routes/login.ts";
import { registerLogout } from "./routes/logout.ts";
import { registerStart } from "./routes/start.ts";
import { setSecurityHeaders } from "./security/headers.ts";
import { loginLimits, type LoginLimits } from "./security/login-limits.ts";
import { requireSameOrigin } from "./security/same-origin.ts";
import { requireSession } from "./security/require-session.ts";
import { createSessions } from "./security/session.ts";

export interface ConsoleDeps {
  db: Db;
  queues: readonly BoardQueue[];
  known: Known;
  /** Signs the session cookie. */
  cookieKey: string;
  log: Logger;
  metrics: Metrics;
  now: () => Date;
  limits?: LoginLimits;
}

/** Longer than every deadline inside; what still hangs is answered 503. */
const handlerTimeoutMs = 10_000;

/** Builds the console. Its hooks stand before every route, so that a page is closed unless it is named public. */
export async function buildConsole(deps: ConsoleDeps): Promise<FastifyInstance> {
  const { db, queues, known, log, metrics, now } = deps;
  const app = fastify({
    logger: false,
    // Only a proxy on this machine or in a private network may say who asks, and over which protocol.
    trustProxy: ["loopback", "linklocal", "uniquelocal"],
    handlerTimeout: handlerTimeoutMs,
    forceCloseConnections: true,
  });
  const sessions = createSessions({ db, now });
  const answers = createAnswers({ log, sessions });
  app.setNotFoundHandler(answers.notFound);
  app.setErrorHandler(answers.failed);
  logChanges(app, { log, sessions });

  app.addHook("onRequest", setSecurityHeaders);
  app.addHook("onRequest", requireSameOrigin);
  await app.register(cookie, { secret: deps.cookieKey });
  app.addHook("onRequest", requireSession(sessions, answers));
  await app.register(formbody);
  await app.register(rateLimit, { global: false });

  const probe = createLaneProbe(queues);
  registerHealth(app, { checks: { database: () => checkDatabase(db) }, metrics });
  registerAssets(app);
  registerLogin(app, { db, log, sessions, limits: deps.limits ?? loginLimits });
  registerLogout(app, sessions);
  registerStart(app, { db, queues, probe, known, sessions, now });
  await registerBoard(app, { queues, probe, log });
  return app;
}

async function checkDatabase(db: Db): ReturnType<Check> {
  return await db.$queryRaw`SELECT 1`.then(
    () => ({ ok: true }),
    () => ({ ok: false, reason: "it does not answer" }),
  );
}
