import type { FastifyReply, FastifyRequest } from "fastify";

const strict: Record<string, string> = {
  "default-src": "'none'",
  "style-src": "'self'",
  "img-src": "'self'",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
};

/** Bull Board is a page of scripts that styles itself; it gets that and its own origin, no fonts from elsewhere. */
const board: Record<string, string> = {
  ...strict,
  "script-src": "'self'",
  "style-src": "'self' 'unsafe-inline'",
  "img-src": "'self' data:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "base-uri": "'self'",
};

const policies = { strict: policy(strict), board: policy(board) };

/** Hook that sets the security headers; files that bear a hash in their name may be kept by the browser. */
export async function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const path = request.url.split("?", 1)[0] ?? "/";
  const isBoard = path === "/queues" || path.startsWith("/queues/");
  reply.headers({
    "content-security-policy": isBoard ? policies.board : policies.strict,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // Not `no-referrer`: a browser would then send forms with `Origin: null`, and that is refused.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  });
}

function policy(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
