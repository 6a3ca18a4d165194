import { Command } from "commander";
import type { CliContext } from "./context.ts";
import { addConfig } from "./commands/config.ts";
import { addDeliveries } from "./commands/deliveries.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addMigrate } from "./commands/migrate.ts";
import { addQuarantine } from "./commands/quarantine.ts";
import { addReplay } from "./commands/replay.ts";
import { addSend } from "./commands/send.ts";
import { addUp } from "./commands/up.ts";
import { createReply } from "./reply.ts";

/** Builds the command tree. @param finish told once how a command ended */
export function createProgram(context: CliContext, finish: (exitCode: number) => void): Command {
  const program = new Command("touchline")
    .description("Takes LinkedIn outreach webhooks, keeps each safe, and brings it to your CRM.")
    .option("--json", "print JSON on stdout, and nothing else there")
    .option("--verbose", "show where an error comes from")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => context.out(text.trimEnd()),
      writeErr: (text) => context.err(text.trimEnd()),
    })
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride()
    .addHelpText("after", exitCodesHelp);
  const reply = createReply(context, finish);
  for (const add of [addUp, addMigrate, addSend, addConfig, addDoctor, addDeliveries, addQuarantine, addReplay]) {
    add(program, { context, reply, finish });
  }
  return program;
}

const exitCodesHelp = `
Exit codes: 0 done, 1 failed or the answer is no, 2 the command was not understood.
Settings come from the environment and touchline.yaml: see docs/configuration.md.`;
