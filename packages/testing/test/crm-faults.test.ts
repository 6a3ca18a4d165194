import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageSent } from "../src/message.ts";
import { type Pipeline, startPipeline } from "../src/pipeline.ts";
import type { SandboxFault } from "../src/sandbox.ts";
import { waitFor } from "../src/wait.ts";

const faults: [name: string, fault: SandboxFault, outcomes: string[], atLeastMs: number][] = [
  ["answers 500 twice", { mode: "status", status: 500, times: 2 }, ["retryable", "retryable", "delivered"], 1_000],
  [
    "answers 429 and when to come back",
    { mode: "status", status: 429, retryAfter: 2, times: 1 },
    ["rate_limited", "delivered"],
    2_000,
  ],
  ["hangs", { mode: "hang", times: 1 }, ["unknown", "delivered"], 1_500],
  ["resets the connection", { mode: "reset", times: 1 }, ["unknown", "delivered"], 500],
  ["writes, then resets the connection", { mode: "reset_after_write", times: 1 }, ["unknown", "delivered"], 500],
];

describe.each([true, false])("a CRM that misbehaves (Redis: %s)", (redis) => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    const quick = "timeout: 1s";
    pipeline = await startPipeline({ redis, destinations: { crm: quick, other: quick }, sandboxDedupe: false });
  });
  afterAll(async () => pipeline.close());

  it.each(faults)(
    "%s: delivered once, when the policy says, and nobody else waits",
    async (_name, fault, outcomes, atLeastMs) => {
      const eventId = `evt_fault_${fault.mode}_${fault.status ?? 0}`;
      await pipeline.box("crm").setFaults([fault]);
      expect((await pipeline.sender.send(messageSent(eventId))).status).toBe(202);
      const find = async (box: string) =>
        (await pipeline.box(box).entries()).find((entry) => entry.eventId === eventId);

      const other = await waitFor(() => find("other"), { timeoutMs: 5_000, what: "the other destination has it" });

      const attempts = () =>
        pipeline.query<{ outcome: string; started_at: Date; exchanges: { method: string }[] }>(
          `SELECT t.outcome, t.started_at, t.exchanges FROM delivery_attempts t JOIN deliveries d ON d.id = t.delivery_id
         JOIN activities a ON a.id = d.activity_id JOIN events e ON e.id = a.event_id
         WHERE e.external_id = $1 AND d.destination = 'crm' ORDER BY t.started_at`,
          [eventId],
        );
      await waitFor(async () => (await attempts()).length === outcomes.length, {
        timeoutMs: 20_000,
        what: outcomes.join(", "),
      });
      const made = await attempts();
      expect(made.map(({ outcome }) => outcome)).toEqual(outcomes);
      const [first, last] = [made[0], made.at(-1)];
      expect((last?.started_at.getTime() ?? 0) - (first?.started_at.getTime() ?? 0)).toBeGreaterThanOrEqual(
        atLeastMs - 50,
      );
      expect(Date.parse(other.receivedAt)).toBeLessThan(last?.started_at.getTime() ?? 0);
      // After everything that leaves open whether it was written, the CRM is asked before anything is sent again.
      expect(last?.exchanges[0]?.method).toBe(outcomes[0] === "rate_limited" ? "POST" : "GET");
      expect((await find("crm"))?.copies).toBe(1);
    },
  );

  it("keeps the order of one person behind a failing delivery, and lets other people pass", async () => {
    await pipeline.box("crm").setFaults([{ mode: "status", status: 503, times: 3, match: "lead-line" }]);
    const at = (second: number): string => new Date(Date.now() - 60_000 + second * 1_000).toISOString();
    for (let n = 0; n < 3; n++) {
      await pipeline.sender.send(messageSent(`evt_line_${n}`, { leadId: "lead_line", timestamp: at(n) }));
    }
    await pipeline.sender.send(messageSent("evt_line_other", { leadId: "lead_passing" }));
    await waitFor(async () => (await pipeline.box("crm").entries()).some(({ eventId }) => eventId === "evt_line_2"), {
      timeoutMs: 30_000,
      what: "the last of the line",
    });
    const order = (await pipeline.box("crm").entries()).filter(({ eventId }) => eventId.startsWith("evt_line_"));
    expect(order.map(({ eventId }) => eventId)).toEqual(["evt_line_other", "evt_line_0", "evt_line_1", "evt_line_2"]);
  });

  it("delivers a whole backlog once it has rested, and forgets none of it", async () => {
    await pipeline.box("crm").setFaults([{ mode: "status", status: 429, retryAfter: 1, times: 3 }]);
    const ids = Array.from({ length: 300 }, (_, n) => `evt_rest_${n}`);
    await Promise.all(ids.map(async (id) => pipeline.sender.send(messageSent(id))));
    const arrived = async () =>
      (await pipeline.box("crm").entries()).filter(({ eventId }) => eventId.startsWith("evt_rest_")).length;
    // Well before the sweeper looks again for jobs that nobody took up.
    await waitFor(async () => (await arrived()) === ids.length, {
      timeoutMs: 20_000,
      everyMs: 200,
      what: "all of the backlog",
    });
  });

  it("pauses for credentials that stop working, tells it once, and resumes by itself", async () => {
    await pipeline.box("crm").setFaults([{ mode: "status", status: 401 }]);
    await pipeline.sender.send(messageSent("evt_auth_1"));
    await pipeline.sender.send(messageSent("evt_auth_2"));
    const state = () =>
      pipeline.query<{ paused_for: string | null }>("SELECT paused_for FROM destination_states WHERE name = 'crm'");
    await waitFor(async () => (await state())[0]?.paused_for === "auth", { what: "the pause" });
    await pipeline.box("crm").setFaults([]);
    // The next probe is a minute away; a test need not wait for it.
    await pipeline.query("UPDATE destination_states SET blocked_until = now() WHERE name = 'crm'");
    await waitFor(
      async () =>
        (await pipeline.box("crm").entries()).filter(({ eventId }) => eventId.startsWith("evt_auth_")).length === 2,
      { timeoutMs: 20_000, what: "both delivered" },
    );
    expect((await state())[0]?.paused_for ?? null).toBeNull();
    expect(pipeline.processes["delivery-worker"].output().match(/destination paused: its credentials/gu)).toHaveLength(
      1,
    );
  });
});
