import type { Command } from "commander";
import type { Answer, CliContext } from "../context.ts";
import { usageFailure } from "../failure.ts";
import { firstArgument, type CommandDeps } from "../reply.ts";
import { settingsFor } from "../settings.ts";
import { withAnyServer } from "../with-any-server.ts";
import { databaseUrlOf, explain, placeOf } from "../with-database.ts";

const examples = `
Examples:
  DATABASE_URL=postgresql://user@host:5432/touchline touchline migrate
  touchline migrate new add-owner`;

export function addMigrate(program: Command, { context, reply }: CommandDeps): void {
  const migrate = program
    .command("migrate")
    .description("bring the tables in DATABASE_URL up to date: Touchline's and the queue's; safe to run again")
    .option("--retry-failed", "take a migration that failed before from the top")
    .addHelpText("after", examples)
    .action(reply(async (command) => await runMigrations(command.opts<{ retryFailed?: true }>(), context)));
  migrate
    .command("new")
    .description("write the migration that leads from the migrations so far to prisma/schema.prisma; applies nothing")
    .argument("<name>", "what it changes, e.g. add-owner")
    .action(reply(async (command) => await makeMigration(firstArgument(command) ?? "", context)));
}

async function runMigrations({ retryFailed = false }: { retryFailed?: boolean }, context: CliContext): Promise<Answer> {
  const databaseUrl = databaseUrlOf(settingsFor(context));
  const { migrate } = await import("@touchline/db/migrate");
  const { migrateQueueTables } = await import("@touchline/queue/migrate");
  try {
    const { applied } = await migrate({ databaseUrl, retryFailed, log: (message) => context.err(message) });
    await migrateQueueTables(databaseUrl);
    return { ok: true, json: { ok: true, applied }, lines: [`${placeOf(databaseUrl)} is up to date`] };
  } catch (error) {
    throw await explain(error, databaseUrl);
  }
}

async function makeMigration(name: string, context: CliContext): Promise<Answer> {
  if (!/[a-z0-9]/iu.test(name)) throw usageFailure(`a migration's name needs letters or digits; "${name}" has none`);
  const { newMigration } = await import("@touchline/db/new-migration");
  const { databaseUrl } = settingsFor(context);
  const made = await withAnyServer(
    databaseUrl,
    async (serverUrl) => await newMigration({ name, serverUrl, now: new Date() }),
  );
  if (made === undefined) {
    return {
      ok: true,
      json: { ok: true, path: null, sql: "" },
      lines: ["The migrations already make what prisma/schema.prisma says; nothing was written."],
    };
  }
  return {
    ok: true,
    json: { ok: true, ...made },
    lines: [made.sql.trimEnd(), "", `Written to ${made.path}; read it, then: touchline migrate`],
  };
}
