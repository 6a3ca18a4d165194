import type { Server } from "node:http";
import type { FastifyHttpOptions } from "fastify";

/**
 * How long a sender may take for its headers, and for all of its request; what it holds of the byte budget is held no
 * longer. SendPilot itself waits 15 to 30 s for its answer.
 */
const headersTimeout = 10_000;
const requestTimeout = 15_000;
/** Node looks for those that took longer this often. */
const connectionsCheckingInterval = 2_000;
/** Longer than the idle time of common proxies, so that it is they who let an idle connection go. */
const keepAliveTimeout = 75_000;

export const serverOptions = {
  // One line per request is written where the request is understood.
  logger: false,
  trustProxy: "loopback, linklocal, uniquelocal",
  requestTimeout,
  keepAliveTimeout,
  http: { headersTimeout, connectionsCheckingInterval },
  // What reaches the process while it closes is still stored and answered.
  return503OnClosing: false,
  routerOptions: { ignoreTrailingSlash: true },
} satisfies FastifyHttpOptions<Server>;
