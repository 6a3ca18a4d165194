import { runCli } from "./run-cli.ts";

/** `touchline … | head` closes the pipe early; that is no failure. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCli({
  args: process.argv.slice(2),
  env: process.env,
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  colours: { out: process.stdout.hasColors?.() ?? false, err: process.stderr.hasColors?.() ?? false },
});
