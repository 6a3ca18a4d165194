import type { Logger } from "@touchline/observability/logger";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Sessions } from "./security/session.ts";
import { messagePage } from "./views/message-page.ts";
import { sendPage } from "./views/send-page.ts";
import { wantsPage } from "./wants-page.ts";

export interface Answers {
  notFound(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
  /** Logs the error and answers without its own words, which may quote what nobody logged in should read. */
  failed(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

export const awayText = "The database or the queues do not answer now. Try again in a moment.";

/** How the console answers what is not there and what fails: a page for people, JSON for programs. */
export function createAnswers({ log, sessions }: { log: Logger; sessions: Sessions }): Answers {
  async function answer(request: FastifyRequest, reply: FastifyReply, status: number, text: string): Promise<unknown> {
    reply.code(status);
    if (!wantsPage(request)) return await reply.send({ error: text });
    const title = status === 404 ? "Nothing here" : "That did not work";
    return await sendPage(reply, messagePage({ title, text, user: sessions.userOf(request) }));
  }

  return {
    notFound: (request, reply) => answer(request, reply, 404, "This console has no such page."),
    async failed(error, request, reply) {
      const refused = refusalOf(error);
      if (refused !== undefined) return await answer(request, reply, refused, "The request could not be read.");
      log.error({ err: error, method: request.method, url: request.url }, "could not answer");
      return await answer(request, reply, 503, awayText);
    },
  };
}

/** The 4xx status that Fastify gave an error of the request's own making. */
export function refusalOf(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}
