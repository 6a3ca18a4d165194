import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import type { Binaries } from "./binaries.ts";
import { canEnter, type ServerUser } from "./server-user.ts";

const candidates = ["/var/lib/touchline", "/var/tmp/touchline"];

/**
 * A folder of root's that the server's user can enter, for what it could not reach where it is
 * (a checkout below /root, mode 0700).
 */
function reachablePlace(user: ServerUser): string {
  for (const place of candidates) {
    if (isOursAlone(place) && canEnter(user, place)) return place;
  }
  throw new Error(`user ${user.name} can enter none of ${candidates.join(", ")}`);
}

/** Copies the binaries to where the server's user can run them, once per version. */
export function placeBinaries(binaries: Binaries, user: ServerUser): string {
  if (canEnter(user, binaries.folder)) return binaries.folder;
  const target = path.join(reachablePlace(user), `postgresql-${binaries.version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  cpSync(binaries.folder, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process may have put the same copy there in the meantime.
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** Where the files of `folder` go when the server's user cannot enter it; the same folder gives the same place. */
export function placeFor(folder: string, user: ServerUser): string {
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  return path.join(reachablePlace(user), `data-${name}`);
}

/** In a world-writable parent somebody else could have put the folder there first. */
function isOursAlone(place: string): boolean {
  try {
    if (!existsSync(place)) {
      mkdirSync(place, { recursive: true });
      chmodSync(place, 0o755);
    }
    const found = lstatSync(place);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
  } catch {
    return false;
  }
}
