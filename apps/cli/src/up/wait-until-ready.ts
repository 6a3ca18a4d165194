import { setTimeout as sleep } from "node:timers/promises";
import { errorMessage } from "@touchline/observability/describe-error";
import type { RunningApp } from "./start-app.ts";

const deadlineMs = 60_000;
const everyMs = 100;

/**
 * Waits until the app says that it does its work.
 * @returns undefined when ready, else what it still says it lacks after a minute
 * @throws the signal's reason
 */
export async function waitUntilReady(app: RunningApp, signal: AbortSignal): Promise<string | undefined> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    signal.throwIfAborted();
    const lack = await askReadiness(app.url);
    if (lack === undefined || Date.now() > deadline) return lack;
    await sleep(everyMs);
  }
}

async function askReadiness(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const answer = await response.text();
    return response.ok ? undefined : answer;
  } catch (error) {
    return errorMessage(error);
  }
}
