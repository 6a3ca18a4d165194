import type { FastifyInstance } from "fastify";
import type { Sessions } from "../security/session.ts";

/** `POST /logout` ends the session and leads to the login. */
export function registerLogout(app: FastifyInstance, sessions: Sessions): void {
  app.post("/logout", async (request, reply) => {
    await sessions.close(request, reply);
    return await reply.redirect("/login", 303);
  });
}
