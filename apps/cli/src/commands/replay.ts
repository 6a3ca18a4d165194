import { Option, type Command } from "commander";
import { QuarantineReason } from "@touchline/domain/event";
import type { Answer, CliContext } from "../context.ts";
import { CliFailure, usageFailure } from "../failure.ts";
import { count, shortTime } from "../output/table.ts";
import { firstArgument, type CommandDeps } from "../reply.ts";
import { replayQuarantine } from "../replay/replay-quarantine.ts";
import { createReplay } from "../replay/replay-one.ts";
import { withDatabase } from "../with-database.ts";

interface ReplayOptions {
  endpoint?: string;
  quarantined?: true;
  reason?: QuarantineReason;
}

const examples = `
Reads events again from their stored bytes. The activity is brought up to date in place; destinations that match and
have no delivery yet get one; nothing is sent twice.

Examples:
  touchline replay evt_1790673720934_b3t6x0nwf
  touchline replay evt_1790673720934_b3t6x0nwf --endpoint emea
  touchline replay --quarantined --reason unknown_event_type`;

export function addReplay(program: Command, { context, reply }: CommandDeps): void {
  program
    .command("replay")
    .description("send stored events through again")
    .argument("[eventId]", "SendPilot's id of the event")
    .option("--endpoint <name>", "when several endpoints have an event of this id")
    .option("--quarantined", "all events in quarantine")
    .addOption(
      new Option("--reason <reason>", "with --quarantined: those there for this reason").choices(
        QuarantineReason.options,
      ),
    )
    .addHelpText("after", examples)
    .action(reply(async (command) => await replay(firstArgument(command), command.opts<ReplayOptions>(), context)));
}

async function replay(eventId: string | undefined, options: ReplayOptions, context: CliContext): Promise<Answer> {
  const { endpoint, quarantined, reason } = options;
  if ((eventId === undefined) === (quarantined === undefined))
    throw usageFailure("give either an event's id or --quarantined");
  if (reason !== undefined && quarantined === undefined) throw usageFailure("--reason goes with --quarantined");
  if (eventId === undefined) {
    return await withDatabase(context, async (db, config) => await replayQuarantine(db, config, reason));
  }
  return await withDatabase(context, async (db, config) => {
    const { findEvents } = await import("@touchline/db/find-events");
    const [event, ...others] = await findEvents(db, { externalId: eventId, endpoint });
    if (event === undefined) throw new CliFailure(notFound(eventId, endpoint));
    if (others.length > 0) {
      const places = [event, ...others].map((it) => `${it.endpoint} (${shortTime(it.receivedAt)})`);
      throw new CliFailure(
        `several endpoints have an event ${eventId}; add --endpoint with one of: ${places.join(", ")}`,
      );
    }
    const result = await (await createReplay(db, config))(event);
    const ok = result.outcome === "activity";
    return { ok, json: { ok, ...result }, lines: [sentence(result)] };
  });
}

function notFound(eventId: string, endpoint: string | undefined): string {
  return `there is no event ${eventId}${endpoint === undefined ? "" : ` of endpoint ${endpoint}`} in the database`;
}

function sentence({
  eventId,
  outcome,
  reason,
  detail,
  dueDeliveries,
}: Awaited<ReturnType<Awaited<ReturnType<typeof createReplay>>>>): string {
  if (outcome === "quarantined")
    return `${eventId} stays in quarantine: ${reason}${detail === undefined ? "" : ` (${detail})`}`;
  return `${eventId} is up to date; ${dueDeliveries === 0 ? "nothing" : count(dueDeliveries, "delivery", "deliveries")} to send now`;
}
