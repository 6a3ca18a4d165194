import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AppDeps } from "../app.ts";
import { actOut } from "../faults/fail.ts";
import { takeFault } from "../faults/take-fault.ts";
import { boxName, type BoxQuery, boxOf } from "../store/box-name.ts";

const params = { type: "object", properties: { box: boxName, deliveryId: { type: "string" } } } as const;

/**
 * `GET /entries/:deliveryId` and `/entries/:box/:deliveryId`: whether a delivery arrived: 200 with the entry and
 * `count`, how often it was written, or 404.
 */
export async function readBackRoutes(app: FastifyInstance, { store, random }: AppDeps): Promise<void> {
  type Params = BoxQuery & { deliveryId: string };
  const handle = async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): Promise<unknown> => {
    const { deliveryId } = request.params;
    const box = store.box(boxOf(request.params));
    const fault = takeFault(box, { path: "/entries", words: [deliveryId] }, random);
    if (fault !== undefined) {
      store.changed();
      if (await actOut(fault, reply)) return reply;
    }
    const entry = box.entries.get(deliveryId);
    if (entry === undefined) return reply.code(404).send({ error: "no_such_entry" });
    return reply.send({ ...entry, count: entry.copies });
  };
  app.get("/entries/:deliveryId", { schema: { params } }, handle);
  app.get("/entries/:box/:deliveryId", { schema: { params } }, handle);
}
