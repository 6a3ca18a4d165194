// Versions stand in one place: packages say "catalog:" or "workspace:*", and the catalog says exact versions.
import { globSync, readFileSync } from "node:fs";

const manifests = ["package.json", ...globSync("{apps,packages}/*/package.json"), ...globSync("bench/package.json")];
const problems = manifests.flatMap((file) => {
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const entries = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}),
  );
  return entries
    .filter(([name, version]) => version !== (name.startsWith("@touchline/") ? "workspace:*" : "catalog:"))
    .map(([name, version]) => `${file}: "${name}": "${version}" must be "catalog:" (or "workspace:*" for our own)`);
});

// The catalog is a flat list, so reading it line by line is enough and needs no YAML library at the root.
const workspace = readFileSync("pnpm-workspace.yaml", "utf8");
const catalog = /^catalog:\n((?:[ \t].*\n|#.*\n|\n)*)/mu.exec(workspace)?.[1] ?? "";
for (const [, name, version] of catalog.matchAll(/^\s+"?([^":\s]+)"?:\s*(\S+)$/gmu)) {
  const exact = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version);
  if (!exact) problems.push(`pnpm-workspace.yaml: ${name}: ${version} is not an exact version`);
  if (!manifests.some((file) => readFileSync(file, "utf8").includes(`"${name}": "catalog:"`))) {
    problems.push(`pnpm-workspace.yaml: nothing uses ${name}`);
  }
}
if (catalog === "") problems.push("pnpm-workspace.yaml: no catalog found");

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`versions of ${manifests.length} packages are exact`);
