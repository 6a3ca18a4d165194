import { createServer } from "node:net";
import { freePort } from "@touchline/embedded-postgres/free-port";
import { apps, type AppName } from "./apps.ts";

export interface ChosenPort {
  name: AppName;
  port: number;
  /** The port it would have had, when something else has that. */
  insteadOf?: number;
}

const tries = 200;

/**
 * Finds a port for every app: its own, or the next free one that is no other app's own.
 * @param ingressPort moves the ingress; 0 lets the system choose
 */
export async function choosePorts(host: string, ingressPort: number | undefined): Promise<ChosenPort[]> {
  const reserved = new Set<number>(apps.map((app) => app.defaultPort));
  const used = new Set<number>();
  const choose = async (name: AppName, wanted: number): Promise<ChosenPort> => {
    const isTaken = (port: number): boolean => used.has(port) || (port !== wanted && reserved.has(port));
    const port = wanted === 0 ? await freePort() : await nextFree(host, wanted, isTaken);
    used.add(port);
    return port === wanted || wanted === 0 ? { name, port } : { name, port, insteadOf: wanted };
  };
  // The ingress first: it may have been moved to another one's port, which that one then gives up.
  const ingress = await choose("ingress", ingressPort ?? defaultPortOf("ingress"));
  const chosen: ChosenPort[] = [];
  for (const { name, defaultPort } of apps) {
    chosen.push(name === "ingress" ? ingress : await choose(name, defaultPort));
  }
  return chosen;
}

function defaultPortOf(name: AppName): number {
  return apps.find((app) => app.name === name)?.defaultPort ?? 0;
}

async function nextFree(host: string, wanted: number, isTaken: (port: number) => boolean): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + tries, 65_536); port += 1) {
    if (!isTaken(port) && (await isFree(host, port))) return port;
  }
  throw new Error(`no free port from ${wanted} on`);
}

async function isFree(host: string, port: number): Promise<boolean> {
  const probe = createServer();
  return await new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
