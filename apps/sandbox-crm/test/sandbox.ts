import { createLogger } from "@touchline/observability/logger";
import { createMetrics } from "@touchline/observability/metrics";
import { buildApp } from "../src/app.ts";
import { type Journal, openJournal } from "../src/store/journal.ts";
import { createStore } from "../src/store/store.ts";
import { signingKeys } from "../src/verify-signature.ts";
import { type Sample, secret, signed } from "./signed.ts";

export interface Sandbox {
  url: string;
  deliver(sample: Sample, path?: string): Promise<Response>;
  /** GET, and the answer's JSON. */
  read(path: string): Promise<unknown>;
  /** PUT of JSON; gives the status. */
  put(path: string, body: unknown): Promise<number>;
  close(): Promise<void>;
}

export interface SandboxOptions {
  dedupe?: boolean;
  secrets?: string;
  data?: string;
  random?: () => number;
}

/** A sandbox CRM on a real port. */
export async function startSandbox({
  dedupe = true,
  secrets = secret,
  data,
  random = () => 0,
}: SandboxOptions = {}): Promise<Sandbox> {
  const journal: Journal | undefined = data === undefined ? undefined : openJournal(data);
  const log = createLogger({ service: "sandbox-crm", level: "silent" });
  const app = await buildApp({
    store: createStore({ dedupe, journal }),
    keys: signingKeys(secrets),
    log,
    metrics: createMetrics("sandbox-crm"),
    now: () => new Date(),
    random,
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  return {
    url,
    deliver: (sample, path = "/hook") =>
      fetch(`${url}${path}`, { ...signed(sample), signal: AbortSignal.timeout(5_000) }),
    read: async (path) => (await fetch(`${url}${path}`)).json(),
    async put(path, body) {
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${url}${path}`, { method: "PUT", headers, body: JSON.stringify(body) });
      await response.body?.cancel();
      return response.status;
    },
    async close() {
      await app.close();
      journal?.close();
    },
  };
}
