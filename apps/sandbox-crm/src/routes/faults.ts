import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AppDeps } from "../app.ts";
import { type Fault, faultSchema } from "../faults/fault.ts";
import { boxOf, type BoxQuery, boxQuery } from "../store/box-name.ts";

type Asked = Fault & BoxQuery;

const schema = {
  querystring: boxQuery,
  body: { type: "array", items: faultSchema },
} as const;

/**
 * `PUT /api/faults`: one fault or a list; replaces those of every box that it names (`box` in the fault, else in the
 * query, else the default box). The first that fits a request applies. `GET` lists them, `DELETE` ends them, 204.
 */
export async function faultRoutes(app: FastifyInstance, { store }: AppDeps): Promise<void> {
  app.put<{ Querystring: BoxQuery; Body: Asked[] }>(
    "/api/faults",
    { schema, preValidation: asList },
    async ({ query, body }) => {
      const placed = body.map(({ box, ...fault }) => ({ box: box ?? boxOf(query), fault: { ...fault, hits: 0 } }));
      // An empty list still ends the faults of the box it is for.
      const names = new Set(placed.length === 0 ? [boxOf(query)] : placed.map(({ box }) => box));
      for (const name of names) store.box(name).faults = [];
      for (const { box, fault } of placed) store.box(box).faults.push(fault);
      store.changed();
      return { faults: placed.map(({ box, fault }) => ({ box, ...fault })) };
    },
  );

  app.get<{ Querystring: BoxQuery }>("/api/faults", { schema: { querystring: boxQuery } }, async ({ query }) => ({
    faults: store.box(boxOf(query)).faults,
  }));

  app.delete<{ Querystring: BoxQuery }>(
    "/api/faults",
    { schema: { querystring: boxQuery } },
    async ({ query }, reply) => {
      store.box(boxOf(query)).faults = [];
      store.changed();
      return reply.code(204).send();
    },
  );
}

async function asList(request: FastifyRequest): Promise<void> {
  request.body = [request.body].flat();
}
