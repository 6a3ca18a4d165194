import type { Logger } from "@touchline/observability/logger";
import type { FastifyInstance } from "fastify";
import type { Sessions } from "./security/session.ts";

/** Logs every changing request with who sent it and how it ended. */
export function logChanges(app: FastifyInstance, { log, sessions }: { log: Logger; sessions: Sessions }): void {
  app.addHook("onResponse", async (request, reply) => {
    const { method, url, ip } = request;
    if (method === "GET" || method === "HEAD") return;
    log.info({ method, url, address: ip, user: sessions.userOf(request), status: reply.statusCode }, "request");
  });
}
