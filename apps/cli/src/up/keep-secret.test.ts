import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keepSecret, makePassword, makeSigningSecret } from "./keep-secret.ts";

test("a secret is made once, kept, and readable by its owner alone", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "touchline-secret-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "secret");
  const first = keepSecret(file, makeSigningSecret);
  expect(keepSecret(file, makeSigningSecret)).toBe(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("no two secrets are alike, and a password can be typed", () => {
  expect(makeSigningSecret()).not.toBe(makeSigningSecret());
  expect(makeSigningSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/u);
  expect(makePassword()).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/u);
});
