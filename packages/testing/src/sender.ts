import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SignatureScheme } from "@touchline/domain/event";
import { signRequest } from "@touchline/sources/sendpilot/sign";

/** What the ingress answered. */
export interface Answer {
  status: number;
  retryAfter: string | null;
  body: unknown;
}

export interface Sender {
  /** Sends a body once, signed as of `now` (this moment). Rejects when there was no answer. */
  send(body: string | Uint8Array, scheme?: SignatureScheme, now?: Date): Promise<Answer>;
  /** Sends a body as SendPilot does: again and again, with a fresh signature, until it is answered 2xx. */
  sendUntilAccepted(body: string): Promise<void>;
}

const retryMs = 300;
const giveUpMs = 90_000;

/** Signs and sends webhooks to a URL that may change between two calls (an ingress on a new port). */
export function createSender({ url, secret }: { url: () => string; secret: string }): Sender {
  async function post(
    body: string | Uint8Array,
    messageId: string,
    scheme: SignatureScheme,
    now = new Date(),
  ): Promise<Answer> {
    const headers = signRequest({ scheme, secret, body, messageId, now });
    const response = await fetch(`${url()}/webhooks/sendpilot`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : new Uint8Array(body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      body: text === "" ? "" : JSON.parse(text),
    };
  }

  return {
    send: (body, scheme = "svix", now) => post(body, `msg_${randomUUID()}`, scheme, now),
    async sendUntilAccepted(body) {
      const messageId = `msg_${randomUUID()}`;
      for (const end = Date.now() + giveUpMs; ;) {
        const answer = await post(body, messageId, "svix").catch((error: unknown) => error);
        if (isAccepted(answer)) return;
        if (Date.now() > end) throw new Error("never accepted", { cause: answer });
        await sleep(retryMs);
      }
    },
  };
}

function isAccepted(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "status" in answer && answer.status === 202;
}
