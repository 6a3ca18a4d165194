import { errorMessage } from "@touchline/observability/describe-error";
import { placeOf } from "../with-database.ts";
import { count } from "../output/table.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";

const deadlineMs = 5_000;
const migrateTodo = "run: touchline migrate";

/** Whether PostgreSQL answers, is as safe as the promises need, and has all tables of this version. */
export async function checkPostgres(databaseUrl: string | undefined): Promise<Finding[]> {
  if (databaseUrl === undefined) {
    return [
      fail(
        "postgres",
        "DATABASE_URL is not set",
        "set it to a PostgreSQL, e.g. postgresql://user@host:5432/touchline; npm start brings its own",
      ),
    ];
  }
  const { openPool } = await import("@touchline/queue/postgres-pool");
  const { postgresWeaknesses } = await import("@touchline/queue/postgres-settings");
  const { pool, close } = openPool({ databaseUrl, maxConnections: 1, deadlineMs, applicationName: "touchline doctor" });
  pool.on("error", () => undefined);
  try {
    const { rows } = await pool.query<{ version: string }>("SELECT current_setting('server_version') AS version");
    const weak = await postgresWeaknesses(pool);
    return [
      ok("postgres", `${placeOf(databaseUrl)} reachable, version ${rows[0]?.version.split(" ")[0] ?? "unknown"}`),
      ...weak.map((sentence) => fromSentence("postgres durability", sentence)),
      await attempt("postgres tables", async () => await checkTables(databaseUrl)),
      await attempt("queue tables", async () => await checkQueueTables(databaseUrl)),
    ];
  } catch (error) {
    return [
      fail(
        "postgres",
        `${placeOf(databaseUrl)}: ${errorMessage(error)}`,
        "check DATABASE_URL and that the server runs and lets this user in",
      ),
    ];
  } finally {
    await close(deadlineMs);
  }
}

async function checkTables(databaseUrl: string): Promise<Finding> {
  const { openDb } = await import("@touchline/db/client");
  const { prismaDir, readMigrations } = await import("@touchline/db/migration-files");
  const { migrationDirectories } = await readMigrations(prismaDir);
  const db = openDb(databaseUrl, { maxConnections: 1 });
  try {
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    const applied = new Set(rows.map(({ name }) => name));
    const missing = migrationDirectories.filter(({ path }) => !applied.has(path));
    if (missing.length === 0) return ok("postgres tables", `up to date (${count(applied.size, "migration")})`);
    return fail("postgres tables", `${count(missing.length, "migration")} missing`, migrateTodo);
  } finally {
    await db.$disconnect();
  }
}

async function checkQueueTables(databaseUrl: string): Promise<Finding> {
  const { openPool, openQueueConnection } = await import("@touchline/queue/postgres-pool");
  const { pool, close } = openPool({ databaseUrl, maxConnections: 1, deadlineMs, applicationName: "touchline doctor" });
  pool.on("error", () => undefined);
  try {
    await openQueueConnection(pool).waitUntilReady();
    return ok("queue tables", "up to date");
  } finally {
    await close(deadlineMs);
  }
}

/** The server answered before, so what fails now is most likely a table that is not there. */
async function attempt(part: string, check: () => Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    const reason = errorMessage(error).trim().split("\n").at(-1) ?? "";
    return fail(part, /does not exist/u.test(reason) ? "not made yet" : reason, migrateTodo);
  }
}

/** `what is weak: why; what to set`, as the queue's own health words it. */
export function fromSentence(part: string, sentence: string): Finding {
  const cut = sentence.lastIndexOf("; ");
  return warn(part, sentence.slice(0, cut), sentence.slice(cut + 2));
}
