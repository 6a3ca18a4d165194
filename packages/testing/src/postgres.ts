import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { removeServerFolder } from "@touchline/embedded-postgres/server-folder";
import { startEmbeddedPostgres } from "@touchline/embedded-postgres/start-embedded-postgres";
import { cloneTemplate } from "./clone-template.ts";

/** A PostgreSQL of a test's own, to be killed and brought back on the same port with the same data. */
export interface PrivatePostgres {
  url: string;
  port: number;
  pid(): number;
  /** Kill -9, as a crash would; resolves when the process is gone. */
  kill9(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** A fresh migrated database; returns its URL. */
  createDatabase(): Promise<string>;
  close(): Promise<void>;
}

// A killed process loses nothing that reached the kernel, so tests need no fsync.
const fastSettings = { fsync: "off", full_page_writes: "off", max_connections: "300" };

export async function startPostgres(input: { settings?: Record<string, string> } = {}): Promise<PrivatePostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), "touchline-postgres-"));
  // mkdtemp keeps everybody else out, the user that the server runs as included.
  chmodSync(folder, 0o755);
  const settings = { ...fastSettings, ...input.settings };
  const dataDir = path.join(folder, "server");
  const remove = async (): Promise<void> => {
    await removeServerFolder(dataDir);
    rmSync(folder, { recursive: true, force: true });
  };
  let server = await startEmbeddedPostgres({ dataDir, settings }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const { url, port } = server;
  return {
    url,
    port,
    pid: () => server.pid,
    kill9: async () => {
      process.kill(server.pid, "SIGKILL");
      await server.exited;
    },
    stop: () => server.stop(),
    start: async () => {
      server = await startEmbeddedPostgres({ dataDir, port, settings });
    },
    createDatabase: () => cloneTemplate(url, "touchline_test"),
    close: async () => {
      await server.stop();
      await remove();
    },
  };
}
