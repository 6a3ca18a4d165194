import { afterAll, inject } from "vitest";
import { dropDatabasesOf } from "./drop-databases.ts";
import { findLeaks } from "./find-leaks.ts";
import { runningProcesses } from "./process.ts";
import { taken } from "./taken.ts";

// Closing is a matter of milliseconds; what is still there after this was forgotten.
const graceMs = 3_000;

// Registered before anything the test file registers, so it runs after all of it.
afterAll(async () => {
  const leaks: string[] = [];
  for (const app of runningProcesses) {
    leaks.push(`process ${app.pid} at ${app.url}`);
    await app.kill9();
  }
  const [postgresUrl, redisUrl] = [inject("postgresUrl"), inject("redisUrl")];
  leaks.push(...(await findLeaks({ postgresUrl, redisUrl, taken, graceMs })));
  for (const url of taken.databases) await dropDatabasesOf(postgresUrl, new URL(url).pathname.slice(1));
  if (leaks.length > 0) throw new Error(`this file leaves behind:\n${leaks.join("\n")}`);
}, 60_000);
