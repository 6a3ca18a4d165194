import { defineConfig } from "oxlint";

/** Every package of the house, and what its sources may import of the others. `testing` is for tests alone. */
export const packageDirections: Record<string, readonly string[]> = {
  domain: [],
  config: ["domain"],
  sources: ["domain"],
  connectors: ["domain"],
  db: ["domain"],
  queue: ["domain", "observability"],
  observability: [],
  "embedded-postgres": [],
  testing: ["domain", "sources", "queue", "db", "embedded-postgres"],
};

export const appDirections: Record<string, readonly string[]> = {
  ingress: ["domain", "config", "sources", "queue", "observability"],
  "activity-worker": ["domain", "config", "sources", "queue", "db", "observability"],
  "delivery-worker": ["domain", "config", "connectors", "queue", "db", "observability"],
  console: ["domain", "config", "sources", "connectors", "queue", "db", "observability"],
  cli: ["domain", "config", "sources", "connectors", "queue", "db", "observability", "embedded-postgres"],
  "sandbox-crm": ["domain", "observability"],
};

interface Pattern {
  regex: string;
  message: string;
}

/** Vendors that one package fences off. */
const fences: readonly (Pattern & { home: string })[] = [
  { home: "packages/queue", regex: "^bullmq(/|$)", message: "Only packages/queue knows BullMQ." },
  { home: "packages/db", regex: "^(@prisma/|prisma(/|$))", message: "Only packages/db knows Prisma." },
  {
    home: "packages/embedded-postgres",
    regex: "^embedded-postgres(/|$)",
    message: "Only packages/embedded-postgres knows these binaries.",
  },
  { home: "apps/console", regex: "^@bull-board/", message: "The queue dashboard is mounted in apps/console." },
];

const acrossPackages: Pattern = {
  regex: "^(\\.\\./)+[^./][^/]*/(src|test)/",
  message: "Another package is imported by its name, not by a path.",
};

/** The import restrictions of one folder; lint overrides replace each other, so each states all of its own. */
function imports(folder: string, forbidden: readonly string[]): ["error", { patterns: Pattern[] }] {
  const patterns: Pattern[] = [acrossPackages];
  for (const { home, ...pattern } of fences) if (home !== folder) patterns.push(pattern);
  if (folder === "packages/domain") {
    patterns.push({ regex: "^node:", message: "The domain is pure: no I/O, no clock, no environment." });
  }
  if (forbidden.length > 0) {
    const message = `${folder} may not depend on this package; dependencies point one way.`;
    patterns.push({ regex: `^@touchline/(${forbidden.join("|")})(/|$)`, message });
  }
  return ["error", { patterns }];
}

function restrict(parent: string, directions: Record<string, readonly string[]>) {
  return Object.entries(directions).flatMap(([name, allowed]) => {
    const folder = `${parent}/${name}`;
    const forbidden = Object.keys(packageDirections).filter((other) => other !== name && !allowed.includes(other));
    return [
      { files: [`${folder}/**`], rules: { "no-restricted-imports": imports(folder, forbidden) } },
      // Tests see everything their package.json names; the vendors stay fenced.
      {
        files: [`${folder}/test/**`, `${folder}/**/*.test.{ts,tsx}`],
        rules: { "no-restricted-imports": imports(folder === "packages/domain" ? "tests of domain" : folder, []) },
      },
    ];
  });
}

const tests = ["**/*.test.{ts,tsx}", "**/test/**", "packages/testing/**"];

export default defineConfig({
  options: { typeAware: true, reportUnusedDisableDirectives: "error" },
  plugins: ["typescript", "unicorn", "oxc", "import", "node", "vitest"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["**/generated/**", "coverage/**", ".touchline/**"],
  rules: {
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "typescript/no-explicit-any": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/await-thenable": "error",
    "typescript/only-throw-error": "error",
    "typescript/return-await": ["error", "error-handling-correctness-only"],
    "typescript/ban-ts-comment": "error",
    "typescript/consistent-type-imports": "error",
    "import/no-default-export": "error",
    "import/no-cycle": "error",
    "unicorn/prefer-node-protocol": "error",
    "node/no-process-env": "error",
    "no-console": "error",
    "no-empty": "error",
    "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    "max-lines": ["error", { max: 250 }],
    "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
    "no-restricted-imports": imports("", []),
    // Closures have no `this` to lose, and underscores mark what is deliberately unused.
    "typescript/unbound-method": "off",
    "no-underscore-dangle": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-useless-spread": "off",
    // Code points are what is meant where a text is cut.
    "typescript/no-misused-spread": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "import/no-named-as-default-member": "off",
  },
  overrides: [
    ...restrict("packages", packageDirections),
    ...restrict("apps", appDirections),
    {
      files: ["packages/domain/src/**"],
      rules: {
        "no-restricted-globals": ["error", "process", "Buffer", "fetch", "console", "setTimeout", "setInterval"],
        "no-restricted-properties": [
          "error",
          { object: "Date", property: "now", message: "The clock is a parameter." },
          { object: "Math", property: "random", message: "Randomness is a parameter." },
        ],
      },
    },
    // The process's environment enters here and nowhere else.
    {
      files: [
        "**/main.ts",
        "packages/config/**",
        "packages/observability/src/service.ts",
        "**/*.config.ts",
        "**/scripts/**",
        "bench/**",
      ],
      rules: { "node/no-process-env": "off" },
    },
    { files: ["apps/cli/**", "**/scripts/**", "bench/**"], rules: { "no-console": "off" } },
    { files: ["**/*.config.ts"], rules: { "import/no-default-export": "off" } },
    {
      files: tests,
      rules: {
        "max-lines-per-function": "off",
        "node/no-process-env": "off",
        "no-console": "off",
        "typescript/no-unsafe-type-assertion": "off",
        "typescript/restrict-template-expressions": "off",
        "no-control-regex": "off",
        // Waiting for something within a deadline is an assertion too.
        "vitest/expect-expect": ["error", { assertFunctionNames: ["expect*", "wait*", "until*", "eventually*"] }],
      },
    },
  ],
});
