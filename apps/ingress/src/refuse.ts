import type { FastifyReply } from "fastify";

/** Every answer to a webhook that is not 202: its status, and when to come again where that helps. */
const refusals = {
  missing_signature: { status: 401 },
  bad_signature: { status: 401 },
  stale_signature: { status: 401 },
  body_too_large: { status: 413 },
  busy: { status: 503, retryAfterSeconds: 1 },
  unavailable: { status: 503, retryAfterSeconds: 5 },
  no_secret_configured: { status: 503, retryAfterSeconds: 60 },
} as const satisfies Record<string, { status: number; retryAfterSeconds?: number }>;

export type Refusal = keyof typeof refusals;

export function refuse(reply: FastifyReply, reason: Refusal): FastifyReply {
  const refusal = refusals[reason];
  if ("retryAfterSeconds" in refusal) void reply.header("retry-after", refusal.retryAfterSeconds);
  // The connection stays: a body that is too large is let in and thrown away, within the time a request may take. Cut off
  // in the middle of its sending, a sender would not see the answer.
  return reply.code(refusal.status).send({ error: reason });
}
