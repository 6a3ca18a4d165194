import type { FastifyReply, FastifyRequest } from "fastify";
import { messagePage } from "../views/message-page.ts";
import { sendPage } from "../views/send-page.ts";
import { wantsPage } from "../wants-page.ts";

const harmless = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses every changing request that another site's page may have sent: with 403 unless the browser says it is
 * same-origin, by `Sec-Fetch-Site` or, where it sends none (plain HTTP), by an `Origin` that is this host.
 */
export async function requireSameOrigin(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (harmless.has(request.method) || isSameOrigin(request)) return undefined;
  reply.code(403);
  const text = "This request did not come from a page of this console, so nothing was done.";
  if (wantsPage(request)) return await sendPage(reply, messagePage({ title: "Not allowed", text }));
  return await reply.send({ error: "cross_site", message: text });
}

function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const { origin } = request.headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.host;
}
