import { errorMessage } from "./describe-error.ts";
import { maskCredentials } from "./mask-credentials.ts";

/** Whether one part of a process can do its work now. May throw and may hang; both count as failing. */
export type Check = () => Promise<{ ok: true } | { ok: false; reason: string }>;

export interface FailingPart {
  part: string;
  reason: string;
}

const checkDeadlineMs = 2_000;

/** Runs all checks at once, each within the deadline. Gives the parts that fail, in the order of `checks`. */
export async function runChecks(checks: Record<string, Check>, deadlineMs = checkDeadlineMs): Promise<FailingPart[]> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([part, check]) => ({ part, result: await runCheck(check, deadlineMs) })),
  );
  return results.flatMap(({ part, result }) => (result.ok ? [] : [{ part, reason: maskCredentials(result.reason) }]));
}

async function runCheck(check: Check, deadlineMs: number): ReturnType<Check> {
  const deadline = Promise.withResolvers<Awaited<ReturnType<Check>>>();
  const timer = setTimeout(
    () => deadline.resolve({ ok: false, reason: `no answer within ${deadlineMs} ms` }),
    deadlineMs,
  );
  try {
    return await Promise.race([check(), deadline.promise]);
  } catch (error) {
    return { ok: false, reason: errorMessage(error) };
  } finally {
    clearTimeout(timer);
  }
}
