import pg from "pg";

/** Why the database could not be brought up to date, in words for whoever runs the command. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** The database knows migrations that this version does not bring. */
export function newerDatabase(unknownNames: string[]): MigrationError {
  return new MigrationError(
    `the database is newer than this version of Touchline: it has ${unknownNames.join(", ")}. ` +
      "Start the version that made it, or restore a backup from before.",
  );
}

/** A migration that failed in an earlier run stands in the way. */
export async function failedMigration(databaseUrl: string, name: string): Promise<MigrationError> {
  const why = await readFailure(databaseUrl, name);
  return new MigrationError(
    `the migration ${name} failed before${why === "" ? "" : ` (${why})`}. Nothing of it was kept. ` +
      "Remove the cause, then run `touchline migrate --retry-failed`.",
  );
}

async function readFailure(databaseUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const found = await client.query<{ logs: string | null }>(
      `SELECT logs FROM _prisma_migrations
       WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at DESC LIMIT 1`,
      [name],
    );
    return withoutTrace(found.rows[0]?.logs ?? "");
  } finally {
    await client.end();
  }
}

/** Any failure on the way as a `MigrationError`; names the server, never the password. */
export function toMigrationError(error: unknown, databaseUrl: string): MigrationError {
  if (error instanceof MigrationError) return error;
  if (!(error instanceof Error)) return new MigrationError(String(error));
  const message = error.name === "SchemaConnectorError" ? withoutTrace(error.message) : describe(error);
  return new MigrationError(`${message} (at ${withoutSecrets(databaseUrl)})`, { cause: error });
}

// A refused connection to a name with several addresses has its reasons one level down and no message of its own.
function describe(error: Error): string {
  if (error instanceof AggregateError) return error.errors.map(String).join("; ");
  return error.message;
}

// The engine ends its messages with its own stack: numbered lines and what belongs to them.
function withoutTrace(message: string): string {
  const own = message.split(/\n\s+0: /)[0] ?? "";
  return own.replace("external connector error\n", "").trim().replaceAll("\n", " ");
}

function withoutSecrets(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return "the given database URL";
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `${hostname}:${port === "" ? "5432" : port}${pathname}`;
}
