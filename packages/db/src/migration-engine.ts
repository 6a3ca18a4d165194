import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { openMigrationConnections } from "./migration-connections.ts";

/** We keep no table or enum hidden from Prisma. */
export const noFilters = { externalTables: [], externalEnums: [] };

// Node's types leave WebAssembly to the DOM library, which server code has no use for.
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: Record<string, object>): Promise<{ exports: Record<string, unknown> }>;
};

let loading: Promise<void> | undefined;

// The package imports its .wasm as an ES module, which not every supported Node can; so it is instantiated here.
async function load(): Promise<void> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: reportPanic } });
  const wasmUrl = new URL(
    "./schema_engine_bg.wasm",
    import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"),
  );
  const compiled = await WebAssembly.compile(await readFile(fileURLToPath(wasmUrl)));
  const { exports } = await WebAssembly.instantiate(compiled, {
    "./schema_engine_bg.js": { ...glue, ...patientTimers() },
  });
  glue.__wbg_set_wasm(exports);
  const start = exports["__wbindgen_start"];
  if (typeof start !== "function") throw new Error("Prisma's schema engine has no start function: another version?");
  start();
}

// The engine gives its lock ten seconds and never clears that timer, which would keep a finished process alive as long.
function patientTimers(): Record<string, unknown> {
  const names = Object.keys(glue).filter((name) => name.startsWith("__wbg_setTimeout_"));
  const start = (run: () => void, ms: number): NodeJS.Timeout => setTimeout(run, ms >>> 0).unref();
  return Object.fromEntries(names.map((name) => [name, start]));
}

function reportPanic(message: string): never {
  throw new Error(`Prisma's schema engine gave up: ${message}`);
}

/**
 * Runs `work` with Prisma's official schema engine as WebAssembly: the same code as `prisma migrate`, with nothing to
 * download. Opens one connection to the database and closes it again.
 */
export async function withMigrationEngine<Result>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  loading ??= load();
  await loading;
  const connections = openMigrationConnections(databaseUrl);
  const ignoreLog = (): void => undefined;
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(connections.factory);
    const engine = await glue.SchemaEngine.new({ datamodels: undefined }, ignoreLog, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await connections.close();
  }
}
