/** An error as it is logged and shown. */
export interface ErrorDescription {
  type: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: ErrorDescription;
  errors?: ErrorDescription[];
}

/**
 * Describes an error by a fixed set of fields. Libraries hang requests, rows and headers on their errors, and those
 * carry credentials and message texts, so nothing else is taken over.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const description: ErrorDescription = { type: error.name, message: error.message };
  if ("code" in error && (typeof error.code === "string" || typeof error.code === "number"))
    description.code = error.code;
  if (error.stack !== undefined) description.stack = error.stack;
  if (depth >= 3) return description;
  if (error.cause !== undefined) description.cause = describeError(error.cause, depth + 1);
  if (error instanceof AggregateError) {
    description.errors = error.errors.slice(0, 5).map((inner) => describeError(inner, depth + 1));
  }
  return description;
}

/** The one sentence of an error; an `AggregateError` without a message (a refused dual-stack dial) gives its first one's. */
export function errorMessage(error: unknown): string {
  if (error instanceof AggregateError && error.message === "" && error.errors.length > 0)
    return errorMessage(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
