import { spawnSync } from "node:child_process";

/** The operating system user that the server runs as. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root lends it an existing unprivileged user: `postgres`, else `nobody`.
 * @returns undefined when the current user is unprivileged already
 */
export function findServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const uid = askId("-u", name);
    const gid = askId("-g", name);
    if (uid !== undefined && gid !== undefined) return { name, uid, gid };
  }
  throw new Error("PostgreSQL does not run as root, and there is neither a user postgres nor nobody to lend it");
}

/** Whether the user can enter this folder (every folder above it included). */
export function canEnter(user: ServerUser, folder: string): boolean {
  const probe = spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], {
    uid: user.uid,
    gid: user.gid,
    cwd: "/",
    stdio: "ignore",
  });
  return probe.status === 0;
}

function askId(flag: "-u" | "-g", name: string): number | undefined {
  const answer = spawnSync("id", [flag, name], { encoding: "utf8" });
  // macOS gives nobody the id -2; the kernel knows it as an unsigned number.
  return answer.status === 0 ? Number.parseInt(answer.stdout, 10) >>> 0 : undefined;
}
