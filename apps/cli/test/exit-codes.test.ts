import { spawn } from "node:child_process";
import { describe, expect, test } from "vitest";
import { touchline } from "./run.ts";

const commands = [
  "up",
  "migrate",
  "migrate new",
  "send",
  "config check",
  "doctor",
  "deliveries",
  "deliveries show",
  "quarantine",
  "replay",
];

test.each(commands)("%s explains itself with --help and ends 0", async (command) => {
  const { code, out, err } = await touchline([...command.split(" "), "--help"]);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out.join("\n")).toContain(`Usage: touchline ${command}`);
  expect(out.join("\n")).toContain("--json");
});

describe("a command that was not understood ends 2, on stderr", () => {
  test.each([
    [["sned"], "did you mean send"],
    [["send", "--cuont", "3"], "did you mean --count"],
    [["send", "nothing.happened"], 'no sample of "nothing.happened"'],
    [["send", "--count", "0"], "must be a whole number from 1"],
    [["send", "--raw", "--event-id", "evt_1"], "cannot be used with"],
    [["send", "--data", "[]"], "must be a JSON object"],
    [["deliveries", "--state", "lost"], "Allowed choices are"],
    [["deliveries", "show"], "missing required argument"],
    [["replay"], "give either an event's id or --quarantined"],
    [["replay", "evt_1", "--reason", "not_json"], "--reason goes with --quarantined"],
    [[], "Usage: touchline"],
  ])("%j", async (args, said) => {
    const { code, out, err } = await touchline(args);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err.join("\n").toLowerCase()).toContain(said.toLowerCase());
  });
});

describe("a failure ends 1 in one line that says what to do, without a stack", () => {
  const unreachable = { DATABASE_URL: "postgresql://user:hunter2@127.0.0.1:1/touchline" };
  test.each<[string[], Record<string, string>, string]>([
    [["deliveries"], {}, "DATABASE_URL is not set"],
    [["deliveries"], unreachable, "no connection to PostgreSQL at 127.0.0.1:1/touchline"],
    [["quarantine"], unreachable, "no connection to PostgreSQL at 127.0.0.1:1/touchline"],
    [["replay", "evt_1"], unreachable, "check DATABASE_URL"],
    [["migrate"], unreachable, "no connection to PostgreSQL at 127.0.0.1:1/touchline"],
    [["send"], {}, "set SENDPILOT_WEBHOOK_SECRET, or give one with --secret"],
  ])("%j with %j", async (args, env, said) => {
    const { code, out, err } = await touchline(args, env);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toEqual([expect.stringContaining(said)]);
    expect(err.join()).not.toContain("hunter2");
  });

  test("--verbose shows where", async () => {
    const { code, err } = await touchline(["deliveries", "--verbose"], unreachable);
    expect(code).toBe(1);
    expect(err.join("\n")).toContain("    at ");
    expect(err.join()).not.toContain("hunter2");
  });

  test("--json gives the error as JSON on stdout", async () => {
    const { code, json } = await touchline(["deliveries", "--json"]);
    expect(code).toBe(1);
    expect(json()).toEqual({ error: expect.stringContaining("DATABASE_URL is not set") });
    const misread = await touchline(["send", "--json", "--count", "x"]);
    expect(misread.code).toBe(2);
    expect(misread.json()).toEqual({ error: expect.stringContaining("whole number") });
  });
});

describe("as a process of its own", () => {
  const main = new URL("../src/main.ts", import.meta.url).pathname;

  /** The command as a shell would run it: a process of its own, and nothing in its environment. */
  async function run(args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [main, ...args], {
      env,
      cwd: import.meta.dirname,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, out, err };
  }

  test.each<[number, string[]]>([
    [0, ["send", "--list"]],
    [1, ["deliveries"]],
    [2, ["sned"]],
  ])("it exits %i for %j", async (expected, args) => {
    const { code, out, err } = await run(args);
    expect(code).toBe(expected);
    expect(out === "").toBe(expected !== 0);
    expect(err === "").toBe(expected === 0);
  });

  test("a reader that leaves early is no failure", async () => {
    const child = spawn("sh", ["-c", `'${process.execPath}' '${main}' send --list --json | head -c 1`], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    await new Promise((resolve) => child.once("close", resolve));
    expect(err).toBe("");
  });
});
