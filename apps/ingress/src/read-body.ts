import type { IncomingMessage } from "node:http";
import type { ByteBudget } from "./byte-budget.ts";

export type BodyOutcome =
  /** goes on; `release` gives the bytes back to the budget when the body is let go */
  | { kind: "read"; body: Buffer; release: () => void }
  /** 413 */
  | { kind: "too_large" }
  /** 503: too many bodies are held at the moment */
  | { kind: "over_budget" }
  /** nobody is there to answer */
  | { kind: "aborted" };

/**
 * Reads a body byte for byte. A declared length is reserved from the budget at once, so that what has begun can be
 * finished; a chunked one is counted as it comes.
 */
export async function readBody(
  request: IncomingMessage,
  { maxBytes, budget }: { maxBytes: number; budget: ByteBudget },
): Promise<BodyOutcome> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) return { kind: "too_large" };
  if (!budget.take(declared)) return { kind: "over_budget" };
  let reserved = declared;
  const release = (): void => {
    budget.give(reserved);
    reserved = 0;
  };

  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const finish = (outcome: BodyOutcome): void => {
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
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
    request.on("data", onData).once("end", onEnd).once("close", onClose).once("error", onClose);
  });
}

function joined(chunks: Buffer[]): Buffer {
  const [only, ...more] = chunks;
  return only !== undefined && more.length === 0 ? only : Buffer.concat(chunks);
}
