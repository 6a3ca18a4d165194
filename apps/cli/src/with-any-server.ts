import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { explain } from "./with-database.ts";

/** Runs `work` on the given server, or on an embedded one made for the purpose and removed again. */
export async function withAnyServer<T>(
  databaseUrl: string | undefined,
  work: (serverUrl: string) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) {
    return await work(databaseUrl).catch(async (error: unknown) => {
      throw await explain(error, databaseUrl);
    });
  }
  const { startEmbeddedPostgres } = await import("@touchline/embedded-postgres/start-embedded-postgres");
  const dataDir = await mkdtemp(join(tmpdir(), "touchline-"));
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
    await rm(server.folder, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  }
}
