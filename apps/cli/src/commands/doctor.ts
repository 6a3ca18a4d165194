import type { Command } from "commander";
import type { Answer, CliContext } from "../context.ts";
import type { Finding } from "../doctor/finding.ts";
import { runDoctor } from "../doctor/run-doctor.ts";
import { printable } from "../output/table.ts";
import type { CommandDeps } from "../reply.ts";

export function addDoctor(program: Command, { context, reply }: CommandDeps): void {
  program
    .command("doctor")
    .description("look at everything Touchline needs: what is reachable, what is missing, what to do; changes nothing")
    .addHelpText("after", "\nExamples:\n  touchline doctor\n  touchline doctor --json")
    .action(
      reply(async () =>
        describeFindings(await runDoctor({ env: context.env, nodeVersion: process.version }), context.paint),
      ),
    );
}

/** Not ok when anything fails; warnings are worth reading. */
function describeFindings(findings: readonly Finding[], paint: CliContext["paint"]): Answer {
  const marks = { ok: paint("good", "✓"), warn: paint("warn", "!"), fail: paint("bad", "✗") };
  const lines = findings.flatMap(({ part, status, found, todo }) => [
    `${marks[status]} ${part}: ${printable(found)}`,
    ...(todo === undefined ? [] : [`    ${paint("faint", "→")} ${todo}`]),
  ]);
  const failed = findings.filter(({ status }) => status === "fail").length;
  const warned = findings.filter(({ status }) => status === "warn").length;
  const sum = failed + warned === 0 ? "Everything is well." : `${failed} to put right, ${warned} worth a look.`;
  return { ok: failed === 0, json: { ok: failed === 0, findings }, lines: [...lines, sum] };
}
