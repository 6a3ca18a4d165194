import { readFileSync } from "node:fs";
import { listen } from "@touchline/observability/listen";
import { createMetrics } from "@touchline/observability/metrics";
import { runService } from "@touchline/observability/service";
import { buildApp } from "./app.ts";
import { openJournal } from "./store/journal.ts";
import { createStore } from "./store/store.ts";
import { signingKeys } from "./verify-signature.ts";

function readSecrets({ SANDBOX_SECRET: secrets, SANDBOX_SECRET_FILE: file }: NodeJS.ProcessEnv): string {
  if (secrets !== undefined && secrets !== "") return secrets;
  return file === undefined || file === "" ? "" : readFileSync(file, "utf8").trim();
}

runService("sandbox-crm", async ({ log, env, onClose }) => {
  const { SANDBOX_DEDUPE: dedupe, SANDBOX_DATA: path, HOST: host, PORT: port } = env;
  if (!["", "on", "off", undefined].includes(dedupe)) throw new Error("SANDBOX_DEDUPE must be on or off");
  const journal = path === undefined || path === "" ? undefined : openJournal(path);
  if (journal !== undefined) onClose("journal", journal.close);
  const store = createStore({ dedupe: dedupe !== "off", journal });
  const keys = signingKeys(readSecrets(env));
  if (keys.length === 0) log.warn("SANDBOX_SECRET is not set: deliveries are refused");
  const metrics = createMetrics("sandbox-crm");
  const app = await buildApp({ store, keys, log, metrics, now: () => new Date(), random: Math.random });
  onClose("http", () => app.close());
  await listen(app, { host: host || "127.0.0.1", port: Number(port || 8082), log });
});
