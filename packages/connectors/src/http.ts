import type { Exchange } from "@touchline/domain/delivery";
import { keptAnswer, readAnswer } from "./answer-text.ts";
import { networkFailure } from "./network-failure.ts";
import { pathTokens } from "./path-tokens.ts";
import { shownUrl } from "./shown-url.ts";

export interface HttpCall {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** User and password in it become an `authorization` header. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Over the whole call: connection, headers and body of the answer. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Values that must not be kept, should the answer echo them. */
  secrets?: readonly string[];
}

export type HttpResult =
  /** `complete` is false when the body broke off; `body` is then what came of it, at most 64 KiB. */
  | { kind: "answered"; status: number; headers: Headers; body: string; complete: boolean; exchange: Exchange }
  /** Never reached the other side. */
  | { kind: "not_sent"; reason: string; exchange: Exchange }
  /** May have reached it and may have been acted upon. */
  | { kind: "no_answer"; reason: string; exchange: Exchange };

/** Makes one HTTP call with the built-in `fetch`. Follows no redirect, retries nothing and never throws. */
export async function callHttp(call: HttpCall): Promise<HttpResult> {
  const startedAt = performance.now();
  const exchange = (more: Partial<Exchange>): Exchange => ({
    method: call.method,
    url: shownUrl(call.url),
    durationMs: Math.round(performance.now() - startedAt),
    ...more,
  });
  if (call.signal.aborted) return { kind: "not_sent", reason: "stopped before sending", exchange: exchange({}) };
  const deadline = startDeadline(call);
  try {
    const response = await send(call, deadline.signal);
    const { text, complete } = await readAnswer(response.body);
    const answer = keptAnswer(text, secretsOf(call));
    const { status, headers } = response;
    return { kind: "answered", status, headers, body: text, complete, exchange: exchange({ status, answer }) };
  } catch (error) {
    return { ...networkFailure(error), exchange: exchange({}) };
  } finally {
    deadline.clear();
  }
}

function send({ method, url, headers, body }: HttpCall, signal: AbortSignal): Promise<Response> {
  const target = new URL(url);
  const all = new Headers(headers);
  // `fetch` refuses URLs with credentials in them.
  if (!all.has("authorization") && target.username !== "") all.set("authorization", basic(target));
  target.username = "";
  target.password = "";
  return fetch(target, { method, headers: all, redirect: "manual", signal, ...(body === undefined ? {} : { body }) });
}

function basic({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64")}`;
}

/** A password may hold a plain `%`, which the URL standard lets through. */
function decoded(part: string): string {
  return /%(?![0-9A-Fa-f]{2})/u.test(part) ? part : decodeURIComponent(part);
}

function secretsOf({ url, secrets = [] }: HttpCall): string[] {
  const { password, pathname, searchParams } = new URL(url);
  return [...secrets, password, decoded(password), ...pathTokens(pathname), ...searchParams.values()];
}

/** One timer for the whole call; `fetch` itself would wait minutes, for headers and for each piece of a body anew. */
function startDeadline({ timeoutMs, signal }: HttpCall): { signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Error("stopped while waiting for the answer"));
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  signal.addEventListener("abort", stop, { once: true });
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    },
  };
}
