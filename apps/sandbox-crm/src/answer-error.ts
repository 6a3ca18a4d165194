import type { Logger } from "@touchline/observability/logger";
import type { FastifyReply } from "fastify";

/** Tells the client what was wrong with its request; what went wrong here goes to the log. */
export async function answerError(error: unknown, reply: FastifyReply, log: Logger): Promise<void> {
  const status = statusOf(error);
  if (status >= 500 || !(error instanceof Error)) {
    log.error({ err: error }, "request failed");
    await reply.code(500).send({ error: "internal" });
    return;
  }
  await reply.code(status).send({ error: "invalid_request", message: error.message + unknownKeys(error) });
}

/** The validator says that there is a key too many, and keeps to itself which. */
function unknownKeys(error: Error): string {
  const found: unknown[] = "validation" in error && Array.isArray(error.validation) ? error.validation : [];
  const keys = found.flatMap((issue) => /"additionalProperty":"([^"]*)"/u.exec(JSON.stringify(issue))?.[1] ?? []);
  return keys.length === 0 ? "" : `: ${[...new Set(keys)].join(", ")}`;
}

function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  return typeof status === "number" ? status : 500;
}
