import type { FastifyReply } from "fastify";
import type { Html } from "./html.ts";

export async function sendPage(reply: FastifyReply, page: Html): Promise<unknown> {
  return await reply.type("text/html; charset=utf-8").send(page.markup);
}
