/** The answer did not come in time; whether the work was done is not known. */
class DeadlineError extends Error {
  override name = "DeadlineError";
}

/**
 * Waits for a promise, but not longer than the deadline. The work itself goes on; what becomes of it later is ignored.
 * @throws DeadlineError
 */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number, what: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DeadlineError(`${what} within ${deadlineMs} ms`)), deadlineMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
