import type { FastifyInstance } from "fastify";
import type { AppDeps } from "../app.ts";
import { byOccurrence, contactName } from "../store/contact.ts";
import { boxOf, type BoxQuery, boxQuery } from "../store/box-name.ts";

/**
 * `GET /api/contacts`: `{ contacts: [{ key, name, linkedinUrl, entries, lastReceivedAt }] }`, the one heard of last first.
 * `GET /api/contacts/:key`: one with its `timeline`, the oldest occurrence first, or 404.
 */
export async function contactRoutes(app: FastifyInstance, { store }: AppDeps): Promise<void> {
  app.get<{ Querystring: BoxQuery }>("/api/contacts", { schema: { querystring: boxQuery } }, async ({ query }) => {
    const contacts = [...store.box(boxOf(query)).contacts].map(([key, timeline]) => ({
      key,
      name: contactName(key),
      linkedinUrl: timeline.at(-1)?.linkedinUrl ?? null,
      entries: timeline.length,
      lastReceivedAt: timeline.at(-1)?.receivedAt ?? null,
    }));
    return { contacts: contacts.reverse() };
  });

  app.get<{ Querystring: BoxQuery; Params: { key: string } }>(
    "/api/contacts/:key",
    { schema: { querystring: boxQuery } },
    async ({ query, params: { key } }, reply) => {
      const timeline = store.box(boxOf(query)).contacts.get(key);
      if (timeline === undefined) return reply.code(404).send({ error: "no_such_contact" });
      const linkedinUrl = timeline.at(-1)?.linkedinUrl ?? null;
      return { key, name: contactName(key), linkedinUrl, timeline: timeline.toSorted(byOccurrence) };
    },
  );
}
