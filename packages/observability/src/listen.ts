import type { FastifyListenOptions } from "fastify";
import { errorMessage } from "./describe-error.ts";
import type { Logger } from "./logger.ts";

/** The part of a Fastify app that listening needs; any logger type fits. */
export interface Listener {
  listen(options: FastifyListenOptions): Promise<string>;
}

/**
 * Listens and logs `{"msg":"listening","address":"http://…"}`, the line by which others find a process of port 0.
 * @returns the address, with the real port
 * @throws Error naming host and port when another process has it (`code` is `EADDRINUSE`) or it may not be opened
 */
export async function listen(
  app: Listener,
  { host, port, log }: { host: string; port: number; log: Logger },
): Promise<string> {
  const address = await app.listen({ host, port }).catch((error: unknown) => {
    throw explain(error, host, port);
  });
  log.info({ address }, "listening");
  return address;
}

function explain(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const message =
    code === "EADDRINUSE"
      ? `port ${port} on ${host} is already in use by another process; stop it or set PORT to a free one`
      : code === "EACCES"
        ? `port ${port} on ${host} may not be opened by this user; set PORT to one above 1023`
        : `cannot listen on ${host}:${port}: ${errorMessage(error)}`;
  return Object.assign(new Error(message, { cause: error }), { code });
}
