import { errorMessage } from "@touchline/observability/describe-error";

/** A request ready to go. */
export interface SignedRequest {
  eventId: string;
  headers: Record<string, string>;
  body: string;
}

/** What came back: the status with the answer's own word for it, or why there was none. */
export interface SendResult {
  eventId: string;
  /** Absent when no answer came. */
  status?: number;
  /** `accepted`, `bad_signature`, …; or why no answer came. */
  answer: string;
  durationMs: number;
}

const timeoutMs = 30_000;

/** Sends one webhook. Never throws: no answer is a result too. */
export async function postWebhook(url: string, { eventId, headers, body }: SignedRequest): Promise<SendResult> {
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const text = await response.text();
    return { eventId, status: response.status, answer: wordOf(text) || response.statusText, durationMs: took() };
  } catch (error) {
    // fetch wraps the reason: "fetch failed" says nothing.
    const reason = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
    return { eventId, answer: errorMessage(reason), durationMs: took() };
  }
}

/** Sends all, at most `concurrency` at a time; results in the order given. */
export async function postAll(
  url: string,
  requests: readonly (() => SignedRequest)[],
  concurrency: number,
): Promise<SendResult[]> {
  const results: SendResult[] = [];
  const queue = requests.entries();
  async function drain(): Promise<void> {
    for (const [i, make] of queue) results[i] = await postWebhook(url, make());
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, requests.length) }, drain));
  return results;
}

function wordOf(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return text;
    const word: unknown = Reflect.get(value, "error") ?? Reflect.get(value, "status");
    return typeof word === "string" ? word : text;
  } catch {
    // Not JSON: a proxy's page, say.
    return text;
  }
}
