import { existsSync, lstatSync, mkdirSync, readlinkSync, rmdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { placeFor } from "./reachable-place.ts";
import { canEnter, type ServerUser } from "./server-user.ts";
import { stopLeftover } from "./stop-leftover.ts";

/** The files of one server: data/ (the server's), password and postgres.log (its owner's). */
export interface ServerFolder {
  folder: string;
  data: string;
  passwordFile: string;
  logFile: string;
  ownerFile: string;
}

/**
 * Opens the folder of a server, made if needed. Where the server's user cannot enter it, the files live in a
 * reachable place and the folder is a link to it. The link is the truth: without one, what an earlier folder
 * of that path left in the place is gone, as if it had been inside.
 */
export async function openServerFolder(dataDir: string, user: ServerUser | undefined): Promise<ServerFolder> {
  const link = readLink(dataDir);
  if (link !== undefined && existsSync(link)) return layout(link);
  if (link !== undefined) rmSync(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  if (user === undefined || canEnter(user, dataDir)) return layout(dataDir);
  // Fails when files are in it: data that became unreachable is for a person to move.
  rmdirSync(dataDir);
  const place = placeFor(dataDir, user);
  if (existsSync(place)) {
    await stopLeftover(layout(place));
    rmSync(place, { recursive: true });
  }
  mkdirSync(place, { mode: 0o755 });
  symlinkSync(place, dataDir);
  return layout(place);
}

/** Stops what still runs on the folder without an owner, and removes it with everything in it. */
export async function removeServerFolder(dataDir: string): Promise<void> {
  const link = readLink(dataDir);
  const folder = link ?? dataDir;
  if (existsSync(folder)) await stopLeftover(layout(folder));
  rmSync(folder, { recursive: true, force: true });
  if (link !== undefined) rmSync(dataDir);
}

function readLink(folder: string): string | undefined {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isSymbolicLink() === true ? readlinkSync(folder) : undefined;
}

function layout(folder: string): ServerFolder {
  return {
    folder,
    data: path.join(folder, "data"),
    passwordFile: path.join(folder, "password"),
    logFile: path.join(folder, "postgres.log"),
    ownerFile: path.join(folder, "owner.pid"),
  };
}
