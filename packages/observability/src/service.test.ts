import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";

const servicePath = new URL("./service.ts", import.meta.url).href;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

interface Running {
  child: ChildProcess;
  lines: Record<string, unknown>[];
  /** Messages logged so far, in order. */
  messages(): unknown[];
  said(message: string): Promise<void>;
  exited: Promise<[code: number | null, signal: string | null]>;
}

/** Runs a service whose `main` has the given body, in a process of its own. */
function run(body: string, options = "{}"): Running {
  const script = `import { runService } from ${JSON.stringify(servicePath)};
    runService("trial", async ({ log, onClose, isClosing, fail }) => { ${body} }, ${options});`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const lines: Record<string, unknown>[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    const whole = (rest + chunk).split("\n");
    rest = whole.pop() ?? "";
    lines.push(...whole.map((line) => JSON.parse(line)));
  });
  const messages = (): unknown[] => lines.map((line) => line["msg"]);
  return {
    child,
    lines,
    messages,
    exited: once(child, "close").then(([code, signal]) => [code, signal]),
    async said(message) {
      for (let i = 0; i < 500 && !messages().includes(message); i++) await sleep(10);
      expect(messages()).toContain(message);
    },
  };
}

const stayUp = `setInterval(() => {}, 1000); log.info("up");`;

test.each(["SIGTERM", "SIGINT"] as const)("%s closes in reverse order of opening and exits 0", async (signal) => {
  const { child, messages, said, exited } = run(`
    onClose("store", () => log.info("store closed"));
    onClose("server", async () => { await new Promise((done) => setTimeout(done, 20)); log.info("server closed, closing=" + isClosing()); });
    ${stayUp}`);
  await said("up");
  child.kill(signal);
  expect(await exited).toEqual([0, null]);
  expect(messages()).toEqual(["up", "stopping", "server closed, closing=true", "store closed", "stopped"]);
});

test("one that hangs is named when the deadline passes, and the exit code says so", async () => {
  const { child, lines, said, exited } = run(
    `onClose("stuck", () => new Promise(() => {})); ${stayUp}`,
    "{ deadlineMs: 100 }",
  );
  await said("up");
  child.kill("SIGTERM");
  expect(await exited).toEqual([1, null]);
  expect(lines).toContainEqual(expect.objectContaining({ msg: "not closed within the deadline", what: "stuck" }));
});

test("one that throws stops no other from closing", async () => {
  const { child, messages, said, exited } = run(`
    onClose("store", () => log.info("store closed"));
    onClose("server", () => { throw new Error("no"); });
    ${stayUp}`);
  await said("up");
  child.kill("SIGTERM");
  expect(await exited).toEqual([1, null]);
  expect(messages()).toEqual(["up", "stopping", "could not close", "store closed", "stopped"]);
});

test("the same signal again exits at once; its echo within the same second does not", async () => {
  const { child, messages, said, exited } = run(`onClose("slow", () => new Promise(() => {})); ${stayUp}`);
  await said("up");
  child.kill("SIGINT");
  child.kill("SIGINT");
  child.kill("SIGTERM");
  await said("stopping");
  await sleep(1_100);
  expect(child.exitCode).toBe(null);
  child.kill("SIGINT");
  expect(await exited).toEqual([130, null]);
  expect(messages().filter((message) => message === "stopping")).toHaveLength(1);
});

test("a failed start closes what it had opened and exits 1", async () => {
  const { lines, messages, exited } = run(`
    onClose("store", () => log.info("store closed"));
    throw new Error("port 8080 is taken");`);
  expect(await exited).toEqual([1, null]);
  expect(messages()).toEqual(["could not start", "store closed", "stopped"]);
  expect(lines[0]).toMatchObject({ level: "fatal", err: { message: "port 8080 is taken" } });
});

test("a signal during start closes what is open, also what opens later, and exits 0", async () => {
  const { child, messages, said, exited } = run(`
    onClose("store", async () => { log.info("store closing"); await new Promise((done) => setTimeout(done, 200)); });
    setInterval(() => {}, 1000);
    log.info("store open");
    await new Promise((done) => setTimeout(done, 300));
    onClose("server", () => log.info("server closed"));
  `);
  await said("store open");
  await sleep(200);
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
  expect(messages()).toContain("server closed");
});

test.each([
  ["an unhandled rejection", `void Promise.reject(new Error("lost"));`, "unhandled rejection"],
  ["an uncaught exception", `setTimeout(() => { throw new Error("lost"); });`, "uncaught exception"],
  ["fail()", `fail(new Error("lost"));`, "failed"],
])("%s is logged as fatal, closes everything and exits 1", async (_kind, trouble, message) => {
  const { lines, messages, exited } = run(`
    onClose("store", () => log.info("store closed"));
    ${stayUp}
    ${trouble}`);
  expect(await exited).toEqual([1, null]);
  expect(messages()).toEqual(["up", message, "store closed", "stopped"]);
  expect(lines[1]).toMatchObject({ level: "fatal", err: { message: "lost" } });
});
