import { connect } from "node:net";

/**
 * Sends one command per line to a Redis and returns the last reply as text; enough for a PING or a FLUSHDB without
 * a client library. Throws on an error reply.
 */
export async function redisCommand(url: string, ...commands: string[]): Promise<string> {
  const { hostname, port, password, username } = new URL(url);
  const auth =
    password === "" ? [] : [`AUTH ${decodeURIComponent(username || "default")} ${decodeURIComponent(password)}`];
  const lines = [...auth, ...commands];
  const socket = connect({ host: hostname, port: Number(port || "6379") });
  socket.setTimeout(5_000, () => socket.destroy(new Error(`Redis at ${hostname}:${port} does not answer`)));
  try {
    return await new Promise<string>((resolve, reject) => {
      let received = "";
      socket.once("error", reject);
      socket.once("close", () => resolve(received));
      socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
      // QUIT makes the server close once everything before it is answered.
      socket.once("connect", () => socket.write([...lines, "QUIT", ""].join("\r\n")));
    }).then((received) => {
      const error = received.split("\r\n").find((line) => line.startsWith("-"));
      if (error !== undefined) throw new Error(`Redis says ${error.slice(1)}`);
      return received;
    });
  } finally {
    socket.destroy();
  }
}
