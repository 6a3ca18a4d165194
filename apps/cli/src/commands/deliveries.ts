import { Option, type Command } from "commander";
import { DeliveryState, FailureClass } from "@touchline/domain/delivery";
import type { DeliveryFilter, ListedDelivery } from "@touchline/db/list-deliveries";
import type { Answer, CliContext } from "../context.ts";
import { CliFailure } from "../failure.ts";
import { wholeNumber } from "../options.ts";
import { describeDelivery } from "../output/describe-delivery.ts";
import type { Paint } from "../output/paint.ts";
import { oneLine, shortTime, table } from "../output/table.ts";
import { firstArgument, type CommandDeps } from "../reply.ts";
import { withDatabase } from "../with-database.ts";

interface ListOptions {
  destination?: string;
  state?: string;
  class?: string;
  event?: string;
  limit: number;
}

const examples = `
Examples:
  touchline deliveries --state dead
  touchline deliveries --destination crm --class auth --limit 100
  touchline deliveries --event evt_1790673720934_b3t6x0nwf
  touchline deliveries show dlv_01k6a…`;

export function addDeliveries(program: Command, { context, reply }: CommandDeps): void {
  const deliveries = program
    .command("deliveries")
    .description("list deliveries, newest first")
    .option("--destination <name>", "of this destination")
    .addOption(new Option("--state <state>", "in this state").choices(DeliveryState.options))
    .addOption(new Option("--class <class>", "whose last failure was of this class").choices(FailureClass.options))
    .option("--event <eventId>", "of this event, by SendPilot's id")
    .option("--limit <n>", "how many", wholeNumber(1, 10_000), 20)
    .addHelpText("after", examples)
    .action(reply(async (command) => await list(command.opts<ListOptions>(), context)));
  deliveries
    .command("show")
    .description("show one delivery: every attempt, the calls made, the destination's own words")
    .argument("<id>", "dlv_…")
    .action(reply(async (command) => await show(firstArgument(command) ?? "", context)));
}

async function list(options: ListOptions, context: CliContext): Promise<Answer> {
  const { destination, state, class: failureClass, event: eventId, limit } = options;
  const filter: DeliveryFilter = { destination, state, failureClass, eventId };
  const { listDeliveries } = await import("@touchline/db/list-deliveries");
  const rows = await withDatabase(context, async (db) => await listDeliveries(db, { ...filter, limit }));
  if (rows.length === 0) return { ok: true, json: { deliveries: [] }, lines: ["No deliveries match."] };
  const headings = ["DELIVERY", "DESTINATION", "STATE", "ACTIVITY", "TRIES", "NEXT", "LAST ERROR"];
  const more = rows.length === limit ? [context.paint("faint", `The newest ${limit}; --limit shows more.`)] : [];
  const lines = [
    ...table(
      headings,
      rows.map((row) => toRow(row, context.paint)),
    ),
    ...more,
  ];
  return { ok: true, json: { deliveries: rows }, lines };
}

function toRow(row: ListedDelivery, paint: Paint): string[] {
  const error = row.lastError === null ? "-" : oneLine(`${row.failureClass ?? ""}: ${row.lastError}`, 60);
  const next = row.finishedAt === null ? shortTime(row.nextAttemptAt) : "-";
  return [row.id, row.destination, paint(toneOf(row.state), row.state), row.type, String(row.attempts), next, error];
}

function toneOf(state: string): "good" | "bad" | "warn" {
  if (state === "delivered") return "good";
  return state === "dead" || state === "permanent" ? "bad" : "warn";
}

async function show(id: string, context: CliContext): Promise<Answer> {
  const { findDelivery } = await import("@touchline/db/list-deliveries");
  const delivery = await withDatabase(context, async (db) => await findDelivery(db, id));
  if (delivery === undefined) throw new CliFailure(`there is no delivery ${id}; touchline deliveries lists them`);
  return { ok: true, json: { delivery }, lines: describeDelivery(delivery, context.paint) };
}
