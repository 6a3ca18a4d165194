import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readIfThere } from "./pid-file.ts";
import type { ServerFolder } from "./server-folder.ts";
import type { ServerUser } from "./server-user.ts";

export interface InitDatabaseInput {
  server: ServerFolder;
  bin: string;
  user: ServerUser | undefined;
  /** Whether the files must be safe on disk; takes seconds on a slow one. */
  sync: boolean;
}

/**
 * Makes the database cluster unless it is there: UTF-8, a locale that is the same on every machine, and a random
 * password that lives beside the data. Made under another name and renamed, so a start cut short leaves nothing half-made.
 * @returns the password of user `postgres`
 */
export async function initDatabase({ server, bin, user, sync }: InitDatabaseInput): Promise<string> {
  const known = readIfThere(server.passwordFile)?.trim();
  if (existsSync(server.data)) {
    if (known !== undefined && known !== "") return known;
    throw new Error(
      `${server.data} is there but its password (${server.passwordFile}) is not; remove ${server.folder}`,
    );
  }
  const password = randomBytes(24).toString("base64url");
  const draft = `${server.data}.new`;
  const handOver = path.join(server.folder, "initdb-password");
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(handOver, password, { mode: 0o600 });
  if (user !== undefined) for (const file of [draft, handOver]) chownSync(file, user.uid, user.gid);
  try {
    const flags = [`--pgdata=${draft}`, `--pwfile=${handOver}`, ...(sync ? [] : ["--no-sync"])];
    await runInitdb(path.join(bin, "initdb"), flags, user);
  } finally {
    rmSync(handOver, { force: true });
  }
  writeFileSync(server.passwordFile, `${password}\n`, { mode: 0o600 });
  renameSync(draft, server.data);
  return password;
}

async function runInitdb(initdb: string, flags: readonly string[], user: ServerUser | undefined): Promise<void> {
  const access = ["--username=postgres", "--auth=scram-sha-256"];
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const child = spawn(initdb, [...flags, ...access, ...locale], {
    cwd: "/",
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`initdb ended with ${signal ?? code}:\n${output.trim()}`));
    });
  });
}
