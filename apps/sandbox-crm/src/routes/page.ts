import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { AppDeps } from "../app.ts";
import { page } from "../page/page.ts";
import { boxName, boxOf, type BoxQuery } from "../store/box-name.ts";

const policy = [
  "default-src 'none'",
  ...["style-src 'self'", "script-src 'self'", "img-src 'self'", "connect-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join("; ");

const assets = {
  "style.css": "text/css",
  "panels.css": "text/css",
  "contacts.css": "text/css",
  "refresh.js": "text/javascript",
  "icon.svg": "image/svg+xml",
};

const querystring = { type: "object", properties: { box: boxName, contact: { type: "string" } } } as const;

/** `GET /`: what arrived, for people (`?box=`, `?contact=`), with its style and script from routes of their own. */
export async function pageRoutes(app: FastifyInstance, { store }: AppDeps): Promise<void> {
  // A restart begins to count anew, so its versions must not be taken for those before.
  const run = randomUUID();

  app.get<{ Querystring: BoxQuery & { contact?: string } }>(
    "/",
    { schema: { querystring } },
    async ({ query, headers }, reply) => {
      const etag = `"${run}-${store.version()}"`;
      guard(reply).header("etag", etag).type("text/html; charset=utf-8");
      if (headers["if-none-match"] === etag) return reply.code(304).send();
      const view = { box: store.box(boxOf(query)), boxes: store.boxes(), contact: query.contact };
      return reply.send(page(view));
    },
  );

  for (const [name, type] of Object.entries(assets)) {
    const content = await readFile(new URL(`../page/${name}`, import.meta.url), "utf8");
    app.get(`/${name}`, async (_request, reply) => guard(reply).type(`${type}; charset=utf-8`).send(content));
  }
}

function guard(reply: FastifyReply): FastifyReply {
  return reply.headers({
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
  });
}
