import { startEmbeddedPostgres } from "../src/start-embedded-postgres.ts";

// Started by the tests as a process of its own: starts a server, says so, and waits to be killed.
const [dataDir = ""] = process.argv.slice(2);
const server = await startEmbeddedPostgres({ dataDir });
process.stdout.write(`${server.pid}\n`);
setInterval(() => {}, 1_000);
