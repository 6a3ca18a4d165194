import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AppDeps } from "../app.ts";
import { actOut, worksFirst } from "../faults/fail.ts";
import { takeFault } from "../faults/take-fault.ts";
import { type Box } from "../store/box.ts";
import { boxName, type BoxQuery, boxOf } from "../store/box-name.ts";
import { type Entry, readEntry } from "../store/entry.ts";
import { verifySignature } from "../verify-signature.ts";

const params = { type: "object", properties: { box: boxName } } as const;

/**
 * `POST /hook` and `/hook/:box`: takes a delivery. 201 written, 200 known before, 401 not signed, 400 not readable,
 * 503 without a secret; or whatever a fault asks for.
 */
export async function hookRoutes(app: FastifyInstance, deps: AppDeps): Promise<void> {
  // The signature is over the very bytes, whatever they call themselves.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  const handle = async (request: FastifyRequest<{ Params: BoxQuery }>, reply: FastifyReply): Promise<unknown> => {
    const box = deps.store.box(boxOf(request.params));
    box.counts.calls += 1;
    deps.store.changed();
    const read = readRequest(request, deps);
    if ("error" in read) {
      if (read.status !== 503) box.counts.rejected += 1;
      return reply.code(read.status).send({ error: read.error });
    }
    return take(box, read.entry, reply, deps);
  };
  app.post("/hook", handle);
  app.post("/hook/:box", { schema: { params } }, handle);
}

type ReadRequest = { entry: Entry } | { status: 400 | 401 | 503; error: string };

function readRequest({ headers, body }: FastifyRequest, { keys, now }: AppDeps): ReadRequest {
  if (keys.length === 0) return { status: 503, error: "no_secret" };
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const verified = verifySignature({ headers, body: bytes }, keys, now());
  if (!verified.ok) return { status: 401, error: verified.error };
  const key = headers["idempotency-key"];
  if (key !== undefined && key !== verified.id)
    return { status: 400, error: "idempotency_key_differs_from_webhook_id" };
  const entry = readEntry(bytes, verified.id, now());
  return entry === undefined ? { status: 400, error: "unreadable_payload" } : { entry };
}

async function take(box: Box, entry: Entry, reply: FastifyReply, { store, random }: AppDeps): Promise<unknown> {
  const words = [entry.deliveryId, entry.eventId, entry.type, entry.personKey];
  const fault = takeFault(box, { path: "/hook", words }, random);
  if (fault !== undefined && !worksFirst(fault)) return (await actOut(fault, reply), reply);
  const recorded = store.record(box, entry);
  if (fault !== undefined && (await actOut(fault, reply))) return reply;
  const { deliveryId, copies } = recorded.entry;
  return reply.code(recorded.kind === "duplicate" ? 200 : 201).send({ status: recorded.kind, id: deliveryId, copies });
}
