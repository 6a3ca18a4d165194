import type { Db } from "@touchline/db/client";
import { findConsoleUser } from "@touchline/db/console-users";
import type { Logger } from "@touchline/observability/logger";
import type { FastifyInstance, FastifyReply } from "fastify";
import { createLoginLimiter, type LoginLimits } from "../security/login-limits.ts";
import { verifyPassword } from "../security/password.ts";
import { safeNext } from "../security/safe-next.ts";
import type { Sessions } from "../security/session.ts";
import { loginPage } from "../views/login-page.ts";
import { sendPage } from "../views/send-page.ts";

export interface LoginDeps {
  db: Db;
  log: Logger;
  sessions: Sessions;
  limits: LoginLimits;
}

/** `GET /login` shows the form; `POST /login` logs in (303), or says no in words: 401, 429 with `Retry-After`. */
export function registerLogin(app: FastifyInstance, { db, log, sessions, limits }: LoginDeps): void {
  const secondsToWait = createLoginLimiter(app, limits);

  app.get("/login", async (request, reply) => {
    const next = safeNext(field(request.query, "next"));
    if ((await sessions.find(request, reply)) !== undefined) return await reply.redirect(next, 303);
    return await sendPage(reply, loginPage({ next }));
  });

  app.post("/login", { bodyLimit: 16_384 }, async (request, reply) => {
    const next = safeNext(field(request.body, "next"));
    const wait = await secondsToWait(request);
    if (wait !== undefined) {
      log.warn({ address: request.ip }, "too many attempts to log in");
      return await refuse(reply.header("retry-after", wait), 429, next, tooMany(wait));
    }
    const name = field(request.body, "name") ?? "";
    const user = await findConsoleUser(db, name);
    if (!(await verifyPassword(field(request.body, "password") ?? "", user?.passwordHash)) || user === undefined) {
      log.warn({ address: request.ip }, "refused a login");
      return await refuse(reply, 401, next, "This name and password do not go together.");
    }
    await sessions.open(request, reply, user.name);
    log.info({ address: request.ip, user: user.name }, "logged in");
    return await reply.redirect(next, 303);
  });
}

async function refuse(reply: FastifyReply, status: number, next: string, problem: string): Promise<unknown> {
  return await sendPage(reply.code(status), loginPage({ next, problem }));
}

function tooMany(seconds: number): string {
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return `There were too many attempts to log in. Try again in ${wait}.`;
}

/** A text field of a form or query; nothing when it is missing, repeated, or longer than anyone types. */
function field(form: unknown, name: string): string | undefined {
  if (typeof form !== "object" || form === null) return undefined;
  const value: unknown = Reflect.get(form, name);
  return typeof value === "string" && value.length <= 1_024 ? value : undefined;
}
