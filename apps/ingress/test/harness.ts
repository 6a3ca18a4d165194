import { type IncomingMessage, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { createLogger } from "@touchline/observability/logger";
import { createMetrics } from "@touchline/observability/metrics";
import type { IntakeEvent } from "@touchline/queue/catalog";
import type { Enqueued } from "@touchline/queue/intake-producer";
import { signRequest } from "@touchline/sources/sendpilot/sign";
import { onTestFinished } from "vitest";
import { buildApp } from "../src/app.ts";
import { type Endpoint, prepareEndpoints } from "../src/endpoints.ts";

export const secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const tolerance = { svixMs: 300_000, standardWebhooksMs: 300_000, documentedMs: 7_200_000 };
export const now = new Date("2026-09-29T13:22:20.000Z");
export const body = '{"eventId":"evt_1","eventType":"reply.received","workspaceId":"ws_1"}';

export function endpoints(): Endpoint[] {
  const named = {
    default: { name: "default", secrets: [secret], unset: [] },
    bare: { name: "bare", secrets: [], unset: ["BARE_SECRET"] },
  };
  return prepareEndpoints({ sources: { sendpilot: { name: "sendpilot", endpoints: named, tolerance } } });
}

/** The app on a port of its own, with a queue that keeps what it is given and answers as told. */
export async function startApp(given: Partial<Parameters<typeof buildApp>[0]> = {}) {
  const stored: IntakeEvent[] = [];
  const logged: Record<string, unknown>[] = [];
  const queue: { outcome: Enqueued; hold?: Promise<void> } = { outcome: { ok: true, lane: "redis" } };
  const metrics = createMetrics("ingress");
  const app = buildApp({
    endpoints: endpoints(),
    producer: {
      enqueue: async (event) => {
        await queue.hold;
        if (queue.outcome.ok) stored.push(event);
        return queue.outcome;
      },
      ready: async () => (queue.outcome.ok ? { ok: true } : queue.outcome),
      weakness: () => ["Redis has appendonly no"],
    },
    limits: { bodyBytes: 1_000, inFlightBytes: 2_000 },
    log: createLogger({ service: "ingress", destination: { write: (line) => void logged.push(JSON.parse(line)) } }),
    metrics,
    now: () => now,
    isClosing: () => false,
    ...given,
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => app.close());
  return { app, url, stored, logged, queue, metrics: () => metrics.text() };
}

export function signed(of: string | Uint8Array = body, at: Date = now): Record<string, string> {
  return signRequest({ scheme: "svix", secret, body: of, messageId: "msg_1", now: at });
}

export interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** One request as it is written, without the niceties of `fetch`. */
export async function send(
  url: string,
  given: { method?: string; headers?: Record<string, string>; chunks?: (string | Uint8Array)[] } = {},
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: given.method ?? "POST", headers: given.headers ?? {} }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on("error", reject);
    for (const chunk of given.chunks ?? []) request.write(chunk);
    request.end();
  });
}

/** Writes bytes to the server and returns what it answers, up to the end of the first JSON object. */
export async function rawAnswer(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  let received = "";
  for await (const chunk of socket) {
    received += String(chunk);
    if (received.includes("}")) break;
  }
  socket.destroy();
  return received;
}
