import type { FastifyReply, FastifyRequest } from "fastify";
import type { Answers } from "../answer-errors.ts";
import { wantsPage } from "../wants-page.ts";
import { safeNext } from "./safe-next.ts";
import type { Sessions } from "./session.ts";

/** Everything else needs a session, what is added later and what does not exist included. */
const publicRoutes = new Set([
  "/login",
  "/assets/console.css",
  "/assets/icon.svg",
  "/health/live",
  "/health/ready",
  "/metrics",
]);

/** Hook: without a session a page leads to the login (303), any other request is answered 401. */
export function requireSession(sessions: Sessions, answers: Answers) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { url } = request.routeOptions;
    if (url !== undefined && publicRoutes.has(url)) return undefined;
    try {
      if ((await sessions.find(request, reply)) !== undefined) return undefined;
    } catch (error) {
      // Answered here: thrown, it would reach the board's own error handler, which knows no pages.
      return await answers.failed(error, request, reply);
    }
    if (!wantsPage(request)) return await reply.code(401).send({ error: "not_logged_in" });
    const next = request.method === "GET" ? safeNext(request.url) : "/";
    return await reply.redirect(next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`, 303);
  };
}
