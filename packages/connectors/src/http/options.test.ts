import { describe, expect, it } from "vitest";
import { HttpOptions } from "./options.ts";

const url = "https://crm.example/hook";
const problems = (options: unknown): string[] =>
  HttpOptions.safeParse(options).error?.issues.map((issue) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : issue.path;
    const inner = issue.code === "invalid_key" ? issue.issues[0]?.message : undefined;
    return `${keys.join(".")} ${inner ?? issue.message}`;
  }) ?? [];

describe("options of an http destination", () => {
  it.each([
    { url },
    { url, secret: "plain text" },
    { url, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, plain" },
    { url, secret: ["one", "two"], readBack: `${url}/{deliveryId}`, headers: { Authorization: "Bearer x" } },
  ])("take %o", (options) => expect(problems(options)).toEqual([]));

  it("name a key that is unknown", () => {
    expect(problems({ url, secrets: "x" })).toEqual([expect.stringMatching(/^secrets /u)]);
  });

  it.each([
    [{}, /^url /u],
    [{ url: "ftp://crm.example" }, /^url must be an http/u],
    [{ url: "" }, /^url must be an http/u],
    [{ url, secret: "" }, /^secret is empty/u],
    [{ url, secret: "," }, /^secret is empty/u],
    [{ url, secret: "whsec_not base64!" }, /^secret must be base64/u],
    [{ url, readBack: "https://crm.example/entries" }, /^readBack must be a URL with \{deliveryId\}/u],
    [{ url, headers: { "Webhook-Id": "x" } }, /Touchline sets itself/u],
    [{ url, headers: { "a b": "x" } }, /not a header name/u],
    [{ url, headers: { "x-token": "a\r\nb: c" } }, /on one line/u],
  ])("refuse %o", (options, message) => expect(problems(options)[0]).toMatch(message));

  it("never put a secret into a message", () => {
    expect(problems({ url, secret: "whsec_hush hush", headers: { "x-token": "hush\n" } }).join()).not.toContain("hush");
  });
});
