import { expect, test } from "vitest";
import { generatePassword, hashPassword, verifyPassword } from "./password.ts";

test("a password verifies against its own hash and no other does", async () => {
  const stored = await hashPassword("correct horse");
  expect(await verifyPassword("correct horse", stored)).toBe(true);
  expect(await verifyPassword("correct horse ", stored)).toBe(false);
  expect(await verifyPassword("", stored)).toBe(false);
});

test("two hashes of one password differ, and each carries its parameters", async () => {
  const [a, b] = [await hashPassword("same"), await hashPassword("same")];
  expect(a).not.toBe(b);
  expect(a).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/u);
});

test("a hash of other parameters still verifies", async () => {
  const weaker = "scrypt$16384$8$1$c2FsdHNhbHRzYWx0c2FsdA$";
  const { scryptSync } = await import("node:crypto");
  const hash = scryptSync("old", Buffer.from("saltsaltsaltsalt"), 32, { N: 16_384, r: 8, p: 1 });
  expect(await verifyPassword("old", weaker + hash.toString("base64url"))).toBe(true);
});

test("an unknown user costs the same work as a wrong password", async () => {
  const stored = await hashPassword("secret");
  const timeOf = async (given: string | undefined): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const from = performance.now();
      expect(await verifyPassword("guess", given)).toBe(false);
      times.push(performance.now() - from);
    }
    return Math.min(...times);
  };
  expect(await timeOf(undefined)).toBeGreaterThan((await timeOf(stored)) / 3);
});

test("a damaged hash is an error that says what to do, never a yes", async () => {
  await expect(verifyPassword("x", "scrypt$1$1$1$$")).rejects.toThrow(/CONSOLE_ADMIN_PASSWORD/u);
  await expect(verifyPassword("x", "plain")).rejects.toThrow(/damaged/u);
});

test("the same word in composed and decomposed characters is the same password", async () => {
  expect(await verifyPassword("cafe\u0301", await hashPassword("caf\u00e9"))).toBe(true);
});

test("made passwords are long, readable and never the same", () => {
  const made = new Set(Array.from({ length: 100 }, generatePassword));
  expect(made.size).toBe(100);
  for (const password of made) expect(password).toMatch(/^[a-km-z2-9]{4}(-[a-km-z2-9]{4}){4}$/u);
});
