import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { callHttp, type HttpCall } from "./http.ts";

function answer({ url, headers }: IncomingMessage, response: ServerResponse): void {
  if (url === "/moved") response.writeHead(302, { location: "/elsewhere" }).end();
  else if (url === "/echo") response.end(JSON.stringify(headers));
  else if (url === "/endless") setInterval(() => response.write("x".repeat(16_384)), 5).unref();
  else drip(response);
}

/** Keeps every pause short, so that only a deadline over the whole answer ends it. */
function drip(response: ServerResponse): void {
  response.write("begun");
  const timer = setInterval(() => response.write("."), 20);
  response.on("close", () => clearInterval(timer));
}

describe("callHttp", () => {
  let server: Server;
  let base: string;
  let call: (more?: Partial<HttpCall>) => ReturnType<typeof callHttp>;

  beforeEach(async () => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const { signal } = new AbortController();
    call = (more) => callHttp({ method: "GET", url: `${base}/drip`, timeoutMs: 200, signal, ...more });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("holds the deadline over an answer that comes in drips", async () => {
    const startedAt = performance.now();
    const result = await call();
    expect(performance.now() - startedAt).toBeLessThan(900);
    expect(result).toMatchObject({ kind: "answered", status: 200, complete: false });
    expect(result.exchange.answer).toMatch(/^begun\.+$/u);
  });

  it("reads no more than 64 KiB of an endless answer", async () => {
    const result = await call({ url: `${base}/endless`, timeoutMs: 5_000 });
    expect(result).toMatchObject({ kind: "answered", complete: true, body: "x".repeat(65_536) });
    expect(result.exchange.answer).toHaveLength(2_000);
  });

  it("follows no redirect", async () => {
    expect(await call({ url: `${base}/moved` })).toMatchObject({ kind: "answered", status: 302 });
  });

  it("sends user and password of the URL as basic authorization and keeps neither", async () => {
    const result = await call({ url: `${base.replace("//", "//jane:100%25sure@")}/echo` });
    expect(result.kind === "answered" && JSON.parse(result.body)).toMatchObject({
      authorization: `Basic ${Buffer.from("jane:100%sure").toString("base64")}`,
    });
    expect(result.exchange.url).toBe(`${base}/echo`);
    expect((await call({ url: `${base.replace("//", "//jane:100%@")}/echo` })).kind).toBe("answered");
  });
});
