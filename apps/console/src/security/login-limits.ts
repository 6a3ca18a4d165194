import type { FastifyInstance, FastifyRequest } from "fastify";

export interface LoginLimits {
  windowMs: number;
  perAddress: number;
  /** Over all addresses: what guessing from many of them is held to. */
  overall: number;
}

export const loginLimits: LoginLimits = { windowMs: 5 * 60_000, perAddress: 10, overall: 60 };

/** Counts attempts to log in. Gives the seconds to wait when there were too many, by this address or by all. */
export function createLoginLimiter(app: FastifyInstance, { windowMs, perAddress, overall }: LoginLimits) {
  const byAddress = app.createRateLimit({ max: perAddress, timeWindow: windowMs });
  const byAll = app.createRateLimit({ max: overall, timeWindow: windowMs, keyGenerator: () => "all" });

  return async (request: FastifyRequest): Promise<number | undefined> => {
    // An address over its own limit is not counted for all, or it could lock everybody out alone.
    for (const limit of [byAddress, byAll]) {
      const answer = await limit(request);
      if (!answer.isAllowed && answer.isExceeded) return answer.ttlInSeconds;
    }
    return undefined;
  };
}
