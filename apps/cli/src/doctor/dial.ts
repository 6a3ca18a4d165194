import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

const timeoutMs = 5_000;

/**
 * Opens a connection to a URL's host and closes it: with TLS the handshake and the certificate too, but no request, so
 * that nothing can come of it. @throws Error with the reason
 */
export async function dial(url: URL): Promise<void> {
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/gu, "");
  const port = Number(url.port || (secure ? 443 : 80));
  const socket: Socket = secure ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(timeoutMs, () => reject(new Error(`no answer within ${timeoutMs / 1_000} s`)));
      socket.once("error", reject);
      socket.once(secure ? "secureConnect" : "connect", resolve);
    });
  } finally {
    socket.destroy();
  }
}
