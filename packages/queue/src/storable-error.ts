import { errorMessage } from "@touchline/observability/describe-error";

const maxLength = 1_000;

/** The error as the queue may keep it: a message out of an event's bytes must not make Postgres refuse the retry. */
export function storableError(error: unknown): Error {
  const message = errorMessage(error).replaceAll("\0", "").toWellFormed().slice(0, maxLength);
  const storable = new Error(message, { cause: error });
  storable.stack = `${storable.name}: ${message}`;
  return storable;
}
