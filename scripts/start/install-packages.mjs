import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runQuietly, say } from "./run-quietly.mjs";

/** Installs what the lockfile says and makes the Prisma client, unless both were done for these very files. */
export async function installPackages(root, toolchain) {
  const marker = path.join(root, "node_modules", ".touchline-installed");
  const state = describe(root);
  if (existsSync(marker) && readFileSync(marker, "utf8") === state) return;
  say("installing packages (the first time takes a minute)");
  const install = ["pnpm", "install", "--frozen-lockfile", "--reporter=append-only"];
  // CI=true: pnpm asks no questions. Development packages are needed too, whatever NODE_ENV says.
  const env = { ...toolchain.env, CI: "true", NODE_ENV: "development" };
  await runQuietly("installing packages", install, { cwd: root, env });
  await runQuietly("making the Prisma client", ["node", "packages/db/scripts/generate.mjs"], { cwd: root, env });
  writeFileSync(marker, state);
}

/** A digest of everything that decides what is installed. */
function describe(root) {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}`);
  for (const file of ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "prisma/schema.prisma"]) {
    hash.update(readFileSync(path.join(root, file)));
  }
  for (const group of ["apps", "packages"]) {
    for (const name of readdirSync(path.join(root, group)).sort()) {
      const manifest = path.join(root, group, name, "package.json");
      if (existsSync(manifest)) hash.update(manifest).update(readFileSync(manifest));
    }
  }
  return `${hash.digest("hex")}\n`;
}
