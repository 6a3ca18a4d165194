import { Option, type Command } from "commander";
import type { FoundEvent } from "@touchline/db/find-events";
import { QuarantineReason, quarantineSentences } from "@touchline/domain/event";
import type { Answer, CliContext } from "../context.ts";
import { wholeNumber } from "../options.ts";
import { oneLine, shortTime, table } from "../output/table.ts";
import type { CommandDeps } from "../reply.ts";
import { withDatabase } from "../with-database.ts";

const examples = `
Examples:
  touchline quarantine
  touchline quarantine --reason unknown_event_type --limit 100
  touchline replay --quarantined --reason unknown_event_type`;

export function addQuarantine(program: Command, { context, reply }: CommandDeps): void {
  program
    .command("quarantine")
    .description("list the events that could not be understood, oldest first, and why")
    .addOption(new Option("--reason <reason>", "for this reason").choices(QuarantineReason.options))
    .option("--limit <n>", "how many", wholeNumber(1, 10_000), 20)
    .addHelpText("after", examples)
    .action(
      reply(async (command) => await list(command.opts<{ reason?: QuarantineReason; limit: number }>(), context)),
    );
}

async function list(
  { reason, limit }: { reason?: QuarantineReason; limit: number },
  context: CliContext,
): Promise<Answer> {
  const { listQuarantine } = await import("@touchline/db/find-events");
  const rows = await withDatabase(context, async (db) => await listQuarantine(db, { reason, limit }));
  const events = rows.map((row) => ({ ...row, sentence: sentenceOf(row) }));
  if (events.length === 0) return { ok: true, json: { events }, lines: ["Nothing is in quarantine."] };
  const cells = events.map((event) => [
    oneLine(event.externalId, 72),
    `${event.source}/${event.endpoint}`,
    oneLine(event.eventType ?? "-", 40),
    shortTime(event.receivedAt),
    oneLine(event.quarantineDetail === null ? event.sentence : `${event.sentence} (${event.quarantineDetail})`, 160),
  ]);
  const more = rows.length === limit ? [context.paint("faint", `The oldest ${limit}; --limit shows more.`)] : [];
  return {
    ok: true,
    json: { events },
    lines: [...table(["EVENT", "ENDPOINT", "TYPE", "RECEIVED", "WHY"], cells), ...more],
  };
}

function sentenceOf({ quarantineReason }: FoundEvent): string {
  const known = QuarantineReason.safeParse(quarantineReason);
  return known.success ? quarantineSentences[known.data] : (quarantineReason ?? "");
}
