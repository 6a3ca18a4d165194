import { describe, expect, it } from "vitest";
import { networkFailure } from "./network-failure.ts";

const failed = (cause: Error): Error => new TypeError("fetch failed", { cause });
const coded = (fields: object): Error => Object.assign(new Error("it failed"), fields);
const refused = { code: "ECONNREFUSED", syscall: "connect" };

describe("networkFailure", () => {
  it.each([
    [refused],
    [{ code: "ETIMEDOUT", syscall: "connect" }],
    [{ code: "ENOTFOUND", syscall: "getaddrinfo" }],
    [{ code: "EAI_AGAIN", syscall: "getaddrinfo" }],
    [{ code: "UND_ERR_CONNECT_TIMEOUT" }],
    [{ code: "CERT_HAS_EXPIRED" }],
    [{ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }],
    [{ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }],
    [{ code: "ERR_TLS_CERT_ALTNAME_INVALID" }],
    [{ code: "SELF_SIGNED_CERT_IN_CHAIN" }],
  ])("knows that %o was never sent", (fields) => {
    expect(networkFailure(failed(coded(fields)))).toEqual({ kind: "not_sent", reason: fields.code });
  });

  it.each([
    [{ code: "ECONNRESET", syscall: "read" }],
    [{ code: "ETIMEDOUT", syscall: "read" }],
    [{ code: "EPIPE", syscall: "write" }],
    [{ code: "UND_ERR_SOCKET" }],
    [{ code: "HPE_INVALID_CONSTANT" }],
    // Alerts and garbage come as well on a connection that has carried the request.
    [{ code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" }],
    [{ code: "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC" }],
    [{ code: "ERR_SSL_WRONG_VERSION_NUMBER" }],
    [{ code: "ERR_TLS_RENEGOTIATION_DISABLED" }],
  ])("does not claim to know what became of %o", (fields) => {
    expect(networkFailure(failed(coded(fields)))).toEqual({ kind: "no_answer", reason: fields.code });
  });

  it("asks every address that was tried", () => {
    const all = new AggregateError([coded(refused), coded({ code: "ETIMEDOUT", syscall: "connect" })]);
    expect(networkFailure(failed(all)).kind).toBe("not_sent");
    expect(networkFailure(failed(new AggregateError([coded(refused), coded({ code: "EPIPE" })]))).kind).toBe(
      "no_answer",
    );
  });
});
