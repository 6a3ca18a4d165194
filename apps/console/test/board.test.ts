import { testRedisUrl } from "@touchline/testing/suite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDeliveryJob, addIntakeJob, queueOf, strangersText } from "./board-jobs.ts";
import { password, runConsole, type RunningConsole } from "./run-console.ts";
import { visitor, type Visitor } from "./visitor.ts";

const lanes = ["redis", "postgres"];
const intakeName = (lane: string): string => `intake.${lane}`;
const deliveryName = (lane: string): string => `delivery.crm.${lane}`;
let running: RunningConsole;
let person: Visitor;

beforeAll(async () => {
  running = await runConsole({ redisUrl: await testRedisUrl() });
  person = visitor(running.url);
  await person.logIn(password);
  for (const lane of lanes) {
    await addIntakeJob(queueOf(running.queues, lane, "intake"));
    await addDeliveryJob(queueOf(running.queues, lane, "delivery"), "dlv_1", 60_000);
  }
});
afterAll(() => running.close());

test("the board shows the queues of both lanes by their names, intake queues read-only", async () => {
  const { status, text } = await person.get("/queues/api/queues");
  expect(status).toBe(200);
  const { queues } = JSON.parse(text);
  expect(queues.map((queue: Record<string, unknown>) => [queue["displayName"], queue["readOnlyMode"]])).toEqual([
    ["intake · redis", true],
    ["delivery · crm · redis", false],
    ["intake · postgres", true],
    ["delivery · crm · postgres", false],
  ]);
});

test.each(lanes)("of an intake job in the %s lane the board gives ids, never what somebody wrote", async (lane) => {
  const list = await person.get(`/queues/api/queues?activeQueue=${intakeName(lane)}&page=1&jobsPerPage=10`);
  const one = await person.get(`/queues/api/queues/${intakeName(lane)}/intake-evt-1`);
  expect([list.status, one.status]).toEqual([200, 200]);
  for (const { text } of [list, one]) {
    expect(text).toContain("reply.received");
    expect(text).toMatch(/\[\d+ bytes\]/u);
    expect(text).not.toContain("555-0100");
  }
});

test.each(lanes)(
  "why an intake job failed in the %s lane is not told by the board, nor what it logged",
  async (lane) => {
    const queue = queueOf(running.queues, lane, "intake");
    const id = await addIntakeJob(queue, "reply.received", "evt-log");
    const job = await queue.getJob(id);
    await job?.log(strangersText);
    const logs = await person.get(`/queues/api/queues/${intakeName(lane)}/${id}/logs`);
    expect([logs.status, logs.text]).toEqual([200, "[]"]);
  },
);

/** Every changing call that Bull Board knows, on the first job of a queue. */
function changesOf(queue: string, job: string): [string, string][] {
  const base = `/queues/api/queues/${queue}`;
  const puts = [
    ...["empty", "obliterate", "pause", "resume", "promote", "concurrency", "rate-limit", "rate-limit/release"],
    ...[
      "clean/wait",
      "clean/delayed",
      "clean/failed",
      "clean/completed",
      "clean/active",
      "retry/failed",
      "retry/completed",
    ],
    ...[`${job}/retry`, `${job}/clean`, `${job}/promote`, `${job}/remove-unprocessed-children`],
  ];
  const patches = [`${job}/update-data`, `${job}/delay`, `${job}/priority`];
  return [
    ["POST", `${base}/add`],
    ...puts.map((path): [string, string] => ["PUT", `${base}/${path}`]),
    ...patches.map((path): [string, string] => ["PATCH", `${base}/${path}`]),
  ];
}

test.each(lanes)("nothing changes an intake queue of the %s lane through the console", async (lane) => {
  const queue = queueOf(running.queues, lane, "intake");
  const before = await queue.getJobCounts();
  expect(before["waiting"]).toBeGreaterThan(0);
  for (const [method, path] of changesOf(intakeName(lane), "intake-evt-1")) {
    const { status } = await person.send(method, path);
    expect([path, status]).toEqual([path, expect.toSatisfy((code: number) => code === 403 || code === 405)]);
  }
  for (const action of ["pause", "resume"]) await person.send("PUT", `/queues/api/queues/${action}`);
  expect(await queue.getJobCounts()).toEqual(before);
  expect(await queue.isPaused()).toBe(false);
});

test.each(lanes)("a delivery job of the %s lane can be sent now, but neither edited nor emptied away", async (lane) => {
  const queue = queueOf(running.queues, lane, "delivery");
  for (const path of ["empty", "obliterate", "pause", "clean/delayed", "concurrency"]) {
    expect((await person.send("PUT", `/queues/api/queues/${deliveryName(lane)}/${path}`)).status).toBe(403);
  }
  expect((await person.send("PATCH", `/queues/api/queues/${deliveryName(lane)}/dlv_1-0/update-data`)).status).toBe(403);
  expect((await queue.getJobCounts())["delayed"]).toBe(1);

  expect((await person.send("PUT", `/queues/api/queues/${deliveryName(lane)}/dlv_1-0/promote`)).status).toBe(204);
  expect(await queue.getJobCounts()).toMatchObject({ delayed: 0, waiting: 1 });
});

test("who changed what is in the log", async () => {
  await person.send("PUT", `/queues/api/queues/${deliveryName("redis")}/retry/failed`);
  expect(running.log()).toMatch(
    /"method":"PUT","url":"[^"]*retry\/failed","address":"127.0.0.1","user":"admin","status":200/u,
  );
});

test("the page of the board asks nobody else for fonts or scripts", async () => {
  const { headers } = await person.get("/queues");
  expect(headers.get("content-security-policy")).not.toMatch(/https?:/u);
});
