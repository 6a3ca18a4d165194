import { migrate } from "@touchline/db/migrate";
import { startEmbeddedPostgres } from "@touchline/embedded-postgres/start-embedded-postgres";
import { migrateQueueTables } from "@touchline/queue/migrate";
import type { Closers } from "./closers.ts";
import type { Halt } from "./halt.ts";
import type { RunFolder } from "./run-folder.ts";

export interface OpenDatabaseInput {
  /** The user's own; without one, an embedded server is started. */
  given: string | undefined;
  folder: RunFolder;
  closers: Closers;
  halt: Halt;
  log(line: string): void;
}

/** Opens the database with every table in it. @returns its URL */
export async function openDatabase({ given, folder, closers, halt, log }: OpenDatabaseInput): Promise<string> {
  const databaseUrl = given ?? (await startEmbedded({ folder, closers, halt, log }));
  halt.signal.throwIfAborted();
  await migrate({ databaseUrl });
  await migrateQueueTables(databaseUrl);
  return databaseUrl;
}

async function startEmbedded({ folder, closers, halt, log }: Omit<OpenDatabaseInput, "given">): Promise<string> {
  const server = await startEmbeddedPostgres({ dataDir: folder.postgres, log });
  let stopping = false;
  closers.add("PostgreSQL", async () => {
    stopping = true;
    await server.stop();
  });
  void server.exited.then(({ code, signal }) => {
    if (!stopping)
      halt.because(new Error(`PostgreSQL ended with ${signal ?? code}; its log: ${folder.postgres}/postgres.log`));
  });
  return server.url;
}
