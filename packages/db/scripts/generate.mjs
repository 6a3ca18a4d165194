// Makes the Prisma client (src/generated) from prisma/schema.prisma when it is missing or older than the schema.
// Plain JavaScript and Node's own modules only: it runs while packages are still being installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const packageDir = resolve(import.meta.dirname, "..");
const schemaPath = resolve(packageDir, "../../prisma/schema.prisma");
const outputDir = join(packageDir, "src/generated");
const stampPath = join(outputDir, ".made-from");

function findPrisma() {
  try {
    return createRequire(import.meta.url).resolve("prisma/package.json");
  } catch {
    return undefined;
  }
}

function stampFor(prismaManifest) {
  const hash = createHash("sha256");
  for (const path of [schemaPath, prismaManifest, import.meta.filename]) hash.update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

function generate(prismaManifest) {
  const cli = resolve(prismaManifest, "..", JSON.parse(readFileSync(prismaManifest, "utf8")).bin.prisma);
  // The CLI wants a native schema engine to be there and would download it; `generate` never runs it, so any program does.
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
  const run = spawnSync(process.execPath, [cli, "generate", "--schema", schemaPath, "--no-hints"], {
    cwd: packageDir,
    env,
    encoding: "utf8",
  });
  if (run.status === 0) return;
  process.stderr.write(`${run.stdout ?? ""}${run.stderr ?? ""}${run.error ? String(run.error) : ""}\n`);
  throw new Error(`the Prisma client could not be made from ${schemaPath}`);
}

const prismaManifest = findPrisma();
if (prismaManifest === undefined) {
  // A production install leaves the generator out; an image brings the client made in an earlier stage.
  if (!existsSync(outputDir))
    process.stdout.write("db: no Prisma generator in this install; bring src/generated along\n");
} else {
  const stamp = stampFor(prismaManifest);
  const made = existsSync(stampPath) ? readFileSync(stampPath, "utf8").trim() : "";
  if (made !== stamp) {
    generate(prismaManifest);
    writeFileSync(stampPath, `${stamp}\n`);
    process.stdout.write("db: Prisma client made from prisma/schema.prisma\n");
  }
}
