import { once } from "node:events";
import { Server as TcpServer } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

const lameDuckMs = 300;
const settleMs = 300;
const sweepEveryMs = 100;

/**
 * Stops taking requests and finishes those under way. First a moment in which answers already end their connections, so
 * that proxies let go of them; then no new connections; then connections that stay idle are swept.
 */
export async function closeApp(app: FastifyInstance): Promise<void> {
  await sleep(lameDuckMs);
  // Right after the event loop took what was waiting: the kernel resets connections that nobody took.
  await nextTurn();
  const closed = once(app.server, "close");
  // HTTP's own close() also ends connections that have not sent their request yet: one just dialled would lose it.
  TcpServer.prototype.close.call(app.server);
  await sleep(settleMs);
  const sweeper = setInterval(() => app.server.closeIdleConnections(), sweepEveryMs);
  try {
    await closed;
    await app.close();
  } finally {
    clearInterval(sweeper);
  }
}
