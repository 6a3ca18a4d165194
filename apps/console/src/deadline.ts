/**
 * Waits for work no longer than this, so that a store that hangs cannot hang a page.
 * @param what names the work in the error, e.g. `the database`
 */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number, what: string): Promise<T> {
  const overdue = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    overdue.reject(
      Object.assign(new Error(`${what} did not answer within ${deadlineMs} ms`), { name: "DeadlineError" }),
    );
  }, deadlineMs);
  // Whichever loses the race may still fail later, and nobody waits for it then.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, overdue.promise]);
  } finally {
    clearTimeout(timer);
  }
}
