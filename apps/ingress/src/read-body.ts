import type { IncomingMessage } from "node:http";
import type { ByteBudget } from "./byte-budget.ts";

export type BodyOutcome =
  /** goes on; `release` gives the bytes back to the budget when the body is let go */
  | { kind: "read"; body: Buffer; release: () => void }
  /** 413 */
  | { kind: "too_large" }
  /** 503: too many bodies are held at the moment */
  | { kind: "over_budget" }
  /** no answer: the sender went away, or dawdled until the server let it go */
  | { kind: "aborted" };

/**
 * Reads a body byte for byte. A declared length is reserved from the budget at once, so that what has begun can be
 * finished; a chunked one is counted as it comes. What is not read here is thrown away by the server as it arrives.
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, budget }: { maxBytes: number; budget: ByteBudget },
): Promise<BodyOutcome> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) return Promise.resolve({ kind: "too_large" });
  if (!budget.take(declared)) return Promise.resolve({ kind: "over_budget" });
  let reserved = declared;
  const release = (): void => {
    budget.give(reserved);
    reserved = 0;
  };

  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const finish = (outcome: BodyOutcome): void => {
      request.off("data", onData).off("end", onEnd).off("close", onClose);
      if (outcome.kind !== "read") release();
      resolve(outcome);
    };
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      if (received > maxBytes) return finish({ kind: "too_large" });
      if (received > reserved) {
        if (!budget.take(received - reserved)) return finish({ kind: "over_budget" });
        reserved = received;
      }
      chunks.push(chunk);
    };
    const onEnd = (): void => finish({ kind: "read", body: joined(chunks), release });
    const onClose = (): void => finish({ kind: "aborted" });
    // A connection that breaks reports an error before it closes.
    request.on("error", ignoreBrokenConnection).on("data", onData).on("end", onEnd).on("close", onClose);
  });
}

function ignoreBrokenConnection(): void {}

function joined(chunks: Buffer[]): Buffer {
  const [only, ...more] = chunks;
  return only !== undefined && more.length === 0 ? only : Buffer.concat(chunks);
}
