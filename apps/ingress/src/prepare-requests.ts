import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    contentTypeAsSent: string | undefined;
  }
}

/**
 * Makes Fastify leave bodies alone: it would refuse a content type that it takes for invalid, but a signed body counts
 * whatever it calls itself. Routes read the raw bytes with limits of their own. Once closing, each answer says so.
 */
export function prepareRequests(app: FastifyInstance, isClosing: () => boolean): void {
  app.decorateRequest("contentTypeAsSent", undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  app.addHook("onRequest", (request, reply, done) => {
    const { headers } = request.raw;
    request.contentTypeAsSent = headers["content-type"];
    headers["content-type"] = "application/octet-stream";
    if (isClosing()) void reply.header("connection", "close");
    done();
  });
}
