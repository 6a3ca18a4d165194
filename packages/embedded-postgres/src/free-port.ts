import { createServer } from "node:net";

/** A TCP port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  try {
    return await new Promise<number>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(0, "127.0.0.1", () => {
        const address = probe.address();
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("the probe has no port"));
      });
    });
  } finally {
    probe.close();
  }
}
