// What the npm scripts call: `node scripts/start.mjs <up|test|verify|cli> [arguments]`.
// Plain JavaScript for Node 18 and newer, with nothing installed: it fetches the rest and hands over.
import { fileURLToPath } from "node:url";
import { handOver } from "./start/hand-over.mjs";
import { installPackages } from "./start/install-packages.mjs";
import { Failure, say } from "./start/run-quietly.mjs";
import { runningEnv } from "./start/running-env.mjs";
import { ensureSystemPackages } from "./start/system-packages.mjs";
import { findToolchain } from "./start/toolchain.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = ["node", "apps/cli/src/main.ts"];

const commands = {
  up: (args) => [...cli, "up", ...args],
  cli: (args) => [...cli, ...args],
  test: (args) => ["node", "node_modules/vitest/vitest.mjs", "run", ...args],
  verify: (args) => ["pnpm", "run", "verify:all", ...args],
};

async function start([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined;
  if (command === undefined) throw new Failure(`usage: node scripts/start.mjs <${Object.keys(commands).join("|")}>`);
  const toolchain = await findToolchain(root);
  await installPackages(root, toolchain);
  if (name === "test") await ensureSystemPackages();
  const env = name === "cli" ? { ...runningEnv(root), ...toolchain.env } : toolchain.env;
  return await handOver(command(args), { root, env });
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  // A Failure is meant for people; anything else is a bug and comes with its stack.
  say(error instanceof Failure ? error.message : String(error?.stack ?? error));
  process.exitCode = 1;
}
