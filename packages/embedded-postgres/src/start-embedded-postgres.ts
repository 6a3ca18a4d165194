import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findBinaries } from "./binaries.ts";
import { freePort } from "./free-port.ts";
import { initDatabase } from "./init-database.ts";
import { placeBinaries } from "./reachable-place.ts";
import { type RunningServer, runServer, type RunServerInput, type ServerExit } from "./run-server.ts";
import { openServerFolder } from "./server-folder.ts";
import { findServerUser } from "./server-user.ts";
import { stopLeftover, stopServer } from "./stop-leftover.ts";

export interface EmbeddedPostgres {
  /** Of user and database `postgres`, password included. */
  url: string;
  port: number;
  pid: number;
  /** The folder that holds the files; another one than `dataDir` where the server's user cannot enter that. */
  folder: string;
  /** Settles when the server ends, asked for or not. */
  exited: Promise<ServerExit>;
  stop(): Promise<void>;
}

export interface StartEmbeddedPostgresInput {
  /** The server's folder (data, password, log); made on the first start. */
  dataDir: string;
  /** A free one unless given. */
  port?: number;
  /** Settings as in postgresql.conf. */
  settings?: Record<string, string>;
  log?: (line: string) => void;
}

/**
 * Starts a PostgreSQL that listens on 127.0.0.1 alone, made on the first start, and waits until it accepts
 * connections. Works as root (under user `postgres` or `nobody`) and in any folder. A server that a crashed process
 * left behind is stopped first; one that is in use by a live process is an error that names it.
 */
export async function startEmbeddedPostgres(input: StartEmbeddedPostgresInput): Promise<EmbeddedPostgres> {
  const { settings = {}, log = () => {} } = input;
  const user = findServerUser();
  const binaries = findBinaries();
  const root = user === undefined ? binaries.folder : placeBinaries(binaries, user);
  if (root !== binaries.folder)
    log(`PostgreSQL's binaries are copied to ${root}, where user ${user?.name} can run them`);
  const dataDir = path.resolve(input.dataDir);
  const server = await openServerFolder(dataDir, user);
  if (server.folder !== dataDir) log(`PostgreSQL's data is in ${server.folder}, where user ${user?.name} can reach it`);
  await stopLeftover(server);
  const bin = path.join(root, "bin");
  const password = await initDatabase({ server, bin, user, sync: settings["fsync"] !== "off" });
  const { port, running } = await startOnPort({ server, bin, user, settings }, input.port);
  let ended = false;
  void running.exited.then(() => (ended = true));
  return {
    url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: running.pid,
    folder: server.folder,
    exited: running.exited,
    stop: async () => {
      if (!ended) await stopServer(running.pid);
      await running.exited;
    },
  };
}

/** Tries again where time or another port helps: workers of a killed server linger, a free port gets taken. */
async function startOnPort(
  input: Omit<RunServerInput, "port">,
  wanted: number | undefined,
): Promise<{ port: number; running: RunningServer }> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const port = wanted ?? (await freePort());
    try {
      return { port, running: await runServer({ ...input, port }) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const lingering = reason.includes("pre-existing shared memory block");
      const taken = reason.includes("Address already in use") && wanted === undefined;
      if ((!lingering && !taken) || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}
