import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyReply } from "fastify";
import type { Fault } from "./fault.ts";

/** Faults under which the CRM does its work first. */
export function worksFirst({ mode }: Fault): boolean {
  return mode === "delay" || mode === "reset_after_write";
}

/**
 * Acts a fault out, after the work where `worksFirst` says so.
 * @returns whether the answer is dealt with; after a delay it is still to be given
 */
export async function actOut(fault: Fault, reply: FastifyReply): Promise<boolean> {
  switch (fault.mode) {
    case "delay":
      await sleep(fault.delayMs ?? 1_000, undefined, { ref: false });
      return false;
    case "hang":
      reply.hijack();
      break;
    case "reset":
    case "reset_after_write":
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      break;
    case "garbage":
    case "status":
      await answer(fault, reply);
      break;
  }
  return true;
}

async function answer({ mode, status, retryAfter }: Fault, reply: FastifyReply): Promise<void> {
  if (retryAfter !== undefined) reply.header("retry-after", String(retryAfter));
  if (mode === "garbage") {
    await reply
      .code(status ?? 502)
      .type("text/html; charset=utf-8")
      .send(garbage);
    return;
  }
  await reply.code(status ?? 500).send({ error: "fault" });
}

/** What a proxy in front of a CRM may answer in its stead. */
const garbage = `<!doctype html><html><head><title>Just a moment...</title></head><body>${"<p>Checking your browser.</p>".repeat(200)}</body></html>`;
