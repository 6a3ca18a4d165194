import { setTimeout as sleep } from "node:timers/promises";

export interface WaitOptions {
  /** 10 s unless given. */
  timeoutMs?: number;
  everyMs?: number;
  /** Ends the message of the error. */
  what?: string;
  /** A reason to stop waiting at once, for example that the process in question ended. */
  giveUp?: () => string | undefined;
}

/**
 * Asks again until the answer is truthy, and returns it. Throws when the deadline passes, naming the last answer
 * or the last error, so that a failing test says how far things got.
 */
export async function waitFor<T>(ask: () => T | Promise<T>, options: WaitOptions = {}): Promise<Truthy<T>> {
  const { timeoutMs = 10_000, everyMs = 25, what = "the awaited state", giveUp } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await askOnce(ask);
    if ("answer" in seen && isTruthy(seen.answer)) return seen.answer;
    const last = "answer" in seen ? JSON.stringify(seen.answer) : String(seen.error);
    const reason = giveUp?.();
    if (reason !== undefined) throw new Error(`${what}: ${reason} (last seen: ${last})`);
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms (last seen: ${last})`);
    await sleep(everyMs);
  }
}

type Truthy<T> = Exclude<T, false | undefined | null | 0 | "">;

function isTruthy<T>(value: T): value is Truthy<T> {
  return Boolean(value);
}

async function askOnce<T>(ask: () => T | Promise<T>): Promise<{ answer: T } | { error: unknown }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    return { error };
  }
}
