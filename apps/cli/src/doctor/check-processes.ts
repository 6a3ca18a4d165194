import { localAddress } from "../local-address.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";

/** Where each process listens unless told otherwise. */
export const defaultPorts = { ingress: 8080, console: 8081, "activity-worker": 8083, "delivery-worker": 8084 };
const timeoutMs = 2_000;

/** Asks each process on this machine for its readiness. One that does not run here may run elsewhere. */
export async function checkProcesses(host: string, ports: Readonly<Record<string, number>>): Promise<Finding[]> {
  return await Promise.all(
    Object.entries(ports).map(async ([name, port]) => await checkProcess(name, localAddress(host, port))),
  );
}

async function checkProcess(name: string, address: string): Promise<Finding> {
  let status: number;
  let answer: Health;
  try {
    const response = await fetch(`http://${address}/health/ready`, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "manual",
    });
    status = response.status;
    answer = readHealth(await response.text());
  } catch {
    return warn(name, `not running on ${address}`, "start it, or npm start for everything, unless it runs elsewhere");
  }
  if (answer.status === "ready" && status === 200) return ok(name, `ready on ${address}`);
  if (answer.status !== "unavailable")
    return warn(name, `something else answers on ${address}`, "free the port, or look where the process listens");
  const failing = answer.failing.map(({ part, reason }) => `${part} (${reason})`).join(", ");
  return fail(name, `runs on ${address}, not ready: ${failing}`, "see the parts above");
}

interface Health {
  status: string;
  failing: { part: string; reason: string }[];
}

/** Another program's answer reads as a health without a status. */
function readHealth(text: string): Health {
  const none: Health = { status: "", failing: [] };
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...none, ...value } : none;
  } catch {
    return none;
  }
}
