import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** What goes wrong with one request. `…_after_write`: the vendor has acted on it by then. */
export type Fault =
  | ({ kind: "answer" } & Answer)
  | { kind: "reset" | "hang" | "reset_after_write" | "hang_after_write" | "break_off_after_write" | "not_http" };

export interface Receiver {
  url: string;
  requests: Received[];
  /** The next requests meet these, one each; those after them are handled. */
  failNext(...faults: Fault[]): void;
  close(): Promise<void>;
}

/** A real HTTP server that acts for a vendor and fails on request. */
export async function startReceiver(handle: (request: Received) => Answer): Promise<Receiver> {
  const requests: Received[] = [];
  const faults: Fault[] = [];
  const server = createServer((message, response) => {
    void read(message).then((request) => {
      requests.push(request);
      act(request, response, handle, faults.shift());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    requests,
    failNext: (...more) => void faults.push(...more),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function act(request: Received, response: ServerResponse, handle: (request: Received) => Answer, fault?: Fault): void {
  if (fault?.kind === "answer") return answer(response, fault);
  if (fault === undefined || fault.kind.endsWith("_after_write")) {
    const handled = handle(request);
    if (fault === undefined) return answer(response, handled);
  }
  const { socket } = response;
  if (fault.kind === "reset" || fault.kind === "reset_after_write") socket?.resetAndDestroy();
  if (fault.kind === "not_http") socket?.end("SMTP ready\r\n\r\n");
  if (fault.kind === "break_off_after_write") {
    response.writeHead(200, { "content-length": "1000" });
    response.write("{", () => socket?.destroy());
  }
}

function answer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body ?? "");
}

async function read(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const { method = "", url: path = "", headers } = message;
  return { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== "object" || address === null) throw new Error("not listening on a port");
  return address.port;
}
