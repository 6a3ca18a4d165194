/** A call that got no answer: either no byte of it can have reached the other side, or nobody can say. */
export type NetworkFailure = { kind: "not_sent" | "no_answer"; reason: string };

/**
 * Codes of failures that happen before a request is written. `connect` and name look-ups are told by `syscall`.
 * All else (a reset, a closed socket, an answer that is not HTTP, the deadline) may have come after it arrived.
 */
const beforeSending = [
  // The connection did not come about within undici's own 10 s.
  "UND_ERR_CONNECT_TIMEOUT",
  // We refuse a certificate before the request is written. `ERR_SSL_…` says nothing: alerts come after it, too.
  /^CERT_|^ERR_TLS_CERT_|SELF_SIGNED_CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$/u,
];

const beforeSendingCalls = new Set(["connect", "getaddrinfo"]);

/** Reads what `fetch` threw, headers or no. */
export function networkFailure(error: unknown): NetworkFailure {
  const cause = rootCause(error);
  const code = stringProperty(cause, "code");
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  return { kind: neverSent(cause) ? "not_sent" : "no_answer", reason };
}

function neverSent(cause: unknown): boolean {
  // Several addresses were tried; each must have failed on the way.
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(neverSent);
  if (beforeSendingCalls.has(stringProperty(cause, "syscall") ?? "")) return true;
  const code = stringProperty(cause, "code") ?? "";
  return beforeSending.some((known) => (typeof known === "string" ? known === code : known.test(code)));
}

/** `fetch` wraps what happened in a `TypeError: fetch failed`. */
function rootCause(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

function stringProperty(value: unknown, name: "code" | "syscall"): string | undefined {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === "string" ? found : undefined;
}
