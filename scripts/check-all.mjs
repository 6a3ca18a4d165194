// The fast gate: runs every `verify:*` script of package.json at once and tells which failed, with what they said.
// `node scripts/check-all.mjs lint types` runs only those.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const prefix = "verify:";
const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const wanted = process.argv.slice(2);
const names = Object.keys(scripts)
  .filter((name) => name.startsWith(prefix) && name !== "verify:all")
  .map((name) => name.slice(prefix.length))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

const env = { ...process.env, PATH: [path.resolve("node_modules/.bin"), process.env.PATH].join(path.delimiter) };

function run(name) {
  const begun = performance.now();
  const { promise, resolve } = Promise.withResolvers();
  const child = spawn(scripts[prefix + name], { shell: true, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  child.on("close", (code) => {
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${name.padEnd(12)} ${seconds.padStart(5)} s`);
    resolve({ name, ok: code === 0, output: Buffer.concat(output).toString().trim() });
  });
  return promise;
}

if (names.length === 0) throw new Error(`no check named ${wanted.join(", ")}`);
const failed = (await Promise.all(names.map(run))).filter(({ ok }) => !ok);
for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output}`);
if (failed.length > 0) {
  console.log(`\nFailed: ${failed.map(({ name }) => name).join(", ")}`);
  process.exit(1);
}
