import type { FastifyRequest } from "fastify";

/** A person's browser asks for a page, or sends a form; scripts and programs ask for something else. */
export function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes("text/html") === true;
}
