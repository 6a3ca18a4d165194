import { Command } from "commander";
import { exitCodes, type Answer, type CliContext } from "./context.ts";

/** Turns a function that answers into an action of a command. */
export type Reply = (run: (command: Command) => Promise<Answer>) => (...args: unknown[]) => Promise<void>;

/** What a command is built with. */
export interface CommandDeps {
  context: CliContext;
  reply: Reply;
  /** Sets the exit code; for the command that does not answer but runs. */
  finish(exitCode: number): void;
}

/** Prints what a command answers: its JSON, or its lines. */
export function createReply({ json, out }: CliContext, finish: (exitCode: number) => void): Reply {
  return (run) =>
    async (...args) => {
      const answer = await run(commandOf(args));
      if (json) out(JSON.stringify(answer.json, undefined, 2));
      else for (const line of answer.lines) out(line);
      finish(answer.ok ? exitCodes.ok : exitCodes.failed);
    };
}

/** commander passes the command last to every action. */
function commandOf(args: readonly unknown[]): Command {
  const command = args.at(-1);
  if (command instanceof Command) return command;
  throw new TypeError("an action was called without its command");
}

/** The first argument of a command; undefined when it was left out. */
export function firstArgument(command: Command): string | undefined {
  const first: unknown = command.processedArgs[0];
  return typeof first === "string" ? first : undefined;
}
