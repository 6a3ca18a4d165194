import type { FastifyInstance } from "fastify";
import type { AppDeps } from "../app.ts";
import { boxName, boxOf, type BoxQuery, boxQuery } from "../store/box-name.ts";

const body = {
  type: "object",
  required: ["dedupe"],
  additionalProperties: false,
  properties: { dedupe: { type: "boolean" }, box: boxName },
} as const;

/** `PUT /api/settings {dedupe, box?}`: whether a box ignores repeats, until the next start. `GET` tells. */
export async function settingsRoutes(app: FastifyInstance, { store }: AppDeps): Promise<void> {
  app.put<{ Querystring: BoxQuery; Body: BoxQuery & { dedupe: boolean } }>(
    "/api/settings",
    { schema: { querystring: boxQuery, body } },
    async ({ query, body: asked }) => {
      const box = store.box(asked.box ?? boxOf(query));
      box.dedupe = asked.dedupe;
      store.changed();
      return { box: box.name, dedupe: box.dedupe };
    },
  );

  app.get<{ Querystring: BoxQuery }>("/api/settings", { schema: { querystring: boxQuery } }, async ({ query }) => {
    const { name, dedupe } = store.box(boxOf(query));
    return { box: name, dedupe };
  });
}
