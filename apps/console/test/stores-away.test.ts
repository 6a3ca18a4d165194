import { startPostgres } from "@touchline/testing/postgres";
import { type PrivateRedis, startRedis } from "@touchline/testing/redis";
import { waitFor } from "@touchline/testing/wait";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addIntakeJob, queueOf } from "./board-jobs.ts";
import { password, runConsole, type RunningConsole } from "./run-console.ts";
import { visitor, type Visitor } from "./visitor.ts";

let redis: PrivateRedis;
let running: RunningConsole;
let person: Visitor;

beforeAll(async () => {
  redis = await startRedis();
  await redis.stop();
  // Started while Redis is away.
  running = await runConsole({ redisUrl: redis.url });
  person = visitor(running.url);
  await person.logIn(password);
});
afterAll(async () => {
  await running.close();
  await redis.close();
});

async function timed<T>(work: Promise<T>): Promise<{ took: number; answer: T }> {
  const from = performance.now();
  const answer = await work;
  return { took: performance.now() - from, answer };
}

async function lanesOnBoard(): Promise<string[]> {
  const { text } = await person.get("/queues/api/queues");
  const { queues } = JSON.parse(text);
  return queues.map(({ displayName }: { displayName: string }) => displayName);
}

const postgresOnly = ["intake · postgres", "delivery · crm · postgres"];

test("without Redis the start page says so, and the board shows the other lane", async () => {
  await addIntakeJob(queueOf(running.queues, "postgres", "intake"));
  const { took, answer } = await timed(person.get("/"));
  expect(answer.status).toBe(200);
  expect(answer.text).toContain("The Redis lane does not answer.");
  expect(took).toBeLessThan(4_000);
  expect(await lanesOnBoard()).toEqual(postgresOnly);
  expect((await person.get("/health/ready")).status).toBe(200);
});

test("when Redis comes, its queues appear by themselves; when it hangs, no page hangs with it", async () => {
  await redis.start();
  const all = ["intake · redis", "delivery · crm · redis", ...postgresOnly];
  await waitFor(async () => (await lanesOnBoard()).join() === all.join(), {
    timeoutMs: 15_000,
    what: "both lanes on the board",
  });
  expect((await person.get("/")).text).toContain("Redis · Events");

  process.kill(redis.pid(), "SIGSTOP");
  try {
    const start = await timed(person.get("/"));
    const board = await timed(
      waitFor(async () => (await lanesOnBoard()).join() === postgresOnly.join(), { timeoutMs: 15_000 }),
    );
    expect(start.answer.status).toBe(200);
    expect(start.took).toBeLessThan(6_000);
    expect(board.took).toBeLessThan(8_000);
  } finally {
    process.kill(redis.pid(), "SIGCONT");
  }
});

test("without Postgres the console says so in words, within seconds, and is well again when it is back", async () => {
  const postgres = await startPostgres();
  const console = await runConsole({ databaseUrl: await postgres.createDatabase() });
  const reader = visitor(console.url);
  await reader.logIn(password);
  try {
    process.kill(postgres.pid(), "SIGSTOP");
    const hung = await timed(reader.get("/"));
    process.kill(postgres.pid(), "SIGCONT");
    await waitFor(async () => (await reader.get("/")).status === 200, { timeoutMs: 15_000, what: "well after a hang" });
    expect(hung.took).toBeLessThan(6_000);

    await postgres.stop();
    for (const { status, text } of [hung.answer, await reader.get("/"), await reader.get("/queues")]) {
      expect(status).toBe(503);
      expect(text).toContain("Try again in a moment.");
    }
    expect((await reader.get("/health/live")).status).toBe(200);
    const ready = await reader.get("/health/ready");
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toMatchObject({ failing: [{ part: "database" }] });

    await postgres.start();
    await waitFor(async () => (await reader.get("/")).status === 200, {
      timeoutMs: 15_000,
      what: "well after a restart",
    });
  } finally {
    await console.close();
    await postgres.close();
  }
});
