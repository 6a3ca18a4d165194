import { openDb } from "@touchline/db/client";
import type { Paint } from "../output/paint.ts";
import { secretFor } from "../send/secret-for.ts";
import { type CheckResult, countResult, findFaults } from "./check-result.ts";
import { followSamples } from "./follow-samples.ts";
import { prepareSamples } from "./send-samples.ts";
import type { Stack } from "./start-stack.ts";
import { describeJourneys } from "./summary.ts";
import { watchIntake } from "./watch-intake.ts";

export interface TrySamplesDeps {
  signal: AbortSignal;
  log(line: string): void;
  paint: Paint;
}

/** Sends the samples through a running Touchline and tells where each went. @throws the signal's reason */
export async function trySamples(
  { config, databaseUrl, webhookUrl, urls }: Stack,
  { signal, log, paint }: TrySamplesDeps,
): Promise<{ ok: boolean; result: CheckResult }> {
  const secret = secretFor(new URL(webhookUrl), config);
  const events = prepareSamples(new Date());
  log(`\nSending ${events.length} signed sample events, one of them twice:\n`);
  const db = openDb(databaseUrl, { maxConnections: 2 });
  const intake = watchIntake({ databaseUrl, redisUrl: config.redisUrl });
  try {
    const input = { db, intake, events, webhookUrl, secret, sandboxUrl: urls["sandbox-crm"], signal };
    const followed = await followSamples(input);
    const faults = findFaults(followed, events.length);
    const result = countResult(followed);
    for (const line of describeJourneys(followed, events, paint)) log(line);
    for (const fault of faults) log(paint("bad", fault));
    if (faults.length === 0) log(paint("good", `\nEvery one arrived exactly once, in ${result.seconds} s.`));
    return { ok: faults.length === 0, result };
  } finally {
    await intake.close();
    await db.$disconnect();
  }
}
