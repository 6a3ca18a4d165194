import type { FastifyInstance } from "fastify";
import type { AppDeps } from "../app.ts";
import { statsOf } from "../store/box.ts";
import { boxName, boxOf, type BoxQuery, boxQuery } from "../store/box-name.ts";

interface ListQuery extends BoxQuery {
  since?: string;
  limit: number;
}

const listQuery = {
  type: "object",
  additionalProperties: false,
  properties: {
    box: boxName,
    since: { type: "string", format: "date-time" },
    limit: { type: "integer", minimum: 1, maximum: 100_000, default: 1_000 },
  },
} as const;

/**
 * `GET /api/entries?since=&limit=`: `{ entries, total }` in order of arrival; `since` is an ISO time of receipt, from
 * which on; `total` counts what `limit` left out too. `GET /api/stats`. `DELETE /api/entries`: empties the box, 204.
 */
export async function entryRoutes(app: FastifyInstance, { store }: AppDeps): Promise<void> {
  app.get<{ Querystring: ListQuery }>("/api/entries", { schema: { querystring: listQuery } }, async ({ query }) => {
    const sinceMs = query.since === undefined ? 0 : Date.parse(query.since);
    const all = [...store.box(boxOf(query)).entries.values()];
    const entries = all.filter(({ receivedAt }) => Date.parse(receivedAt) >= sinceMs);
    return { entries: entries.slice(0, query.limit), total: entries.length };
  });

  app.get<{ Querystring: BoxQuery }>("/api/stats", { schema: { querystring: boxQuery } }, async ({ query }) =>
    statsOf(store.box(boxOf(query))),
  );

  app.delete<{ Querystring: BoxQuery }>(
    "/api/entries",
    { schema: { querystring: boxQuery } },
    async ({ query }, reply) => {
      store.empty(store.box(boxOf(query)));
      return reply.code(204).send();
    },
  );
}
