import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Failure, runQuietly, say } from "./run-quietly.mjs";

const nodeVersion = "24.21.0";

/**
 * Finds a Node that runs TypeScript as it is, and the pnpm of package.json; what the machine lacks comes through npx.
 * The answer is kept in .touchline/, so only the first start asks.
 * @returns the environment for every command that follows: PATH leads to this Node and this pnpm
 */
export async function findToolchain(root) {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const pnpmVersion = packageManager.slice("pnpm@".length).split("+")[0];
  const wanted = { node: runsTypeScript(process.versions.node) ? process.execPath : nodeVersion, pnpm: pnpmVersion };
  const file = path.join(root, ".touchline", "toolchain.json");
  const known = readKnown(file, wanted);
  const folders = known ?? (await fetchTools(wanted));
  if (known === undefined) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ wanted, folders }, undefined, 2)}\n`);
  }
  return { env: environment(folders) };
}

function runsTypeScript(version) {
  const [major, minor] = version.split(".").map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

async function fetchTools({ node, pnpm }) {
  const folders = node === nodeVersion ? [await fetchTool("node", node)] : [path.dirname(node)];
  if (pnpmMajor(folders) !== pnpm.split(".")[0]) folders.push(await fetchTool("pnpm", pnpm));
  return folders;
}

/** Brings a program through npx and returns the folder it is in, which npm keeps in its cache. */
async function fetchTool(name, version) {
  say(`fetching ${name} ${version} (once)`);
  // Not in the checkout: npx would look through its packages first.
  const command = ["npx", "-y", "-p", `${name}@${version}`, "-c", `command -v ${name}`];
  const found = (await runQuietly(`fetching ${name}`, command, { cwd: os.tmpdir() })).trim().split("\n").at(-1) ?? "";
  if (!existsSync(found)) throw new Failure(`npx brought no ${name} ${version}`);
  return path.dirname(found);
}

function pnpmMajor(folders) {
  // Not in the checkout either: an older pnpm would fetch the version that package.json names.
  const env = { ...environment(folders), COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" };
  const asked = spawnSync("pnpm", ["--version"], { cwd: os.tmpdir(), env, encoding: "utf8", timeout: 10_000 });
  return asked.status === 0 ? asked.stdout.trim().split(".")[0] : undefined;
}

function readKnown(file, wanted) {
  if (!existsSync(file)) return undefined;
  const known = JSON.parse(readFileSync(file, "utf8"));
  const same = JSON.stringify(known.wanted) === JSON.stringify(wanted);
  return same && known.folders.every((folder) => existsSync(folder)) ? known.folders : undefined;
}

function environment(folders) {
  // This pnpm was chosen here; it must neither fetch another one nor ask the registry about itself.
  return {
    ...process.env,
    PATH: [...folders, process.env.PATH].join(path.delimiter),
    pnpm_config_pm_on_fail: "ignore",
  };
}
