import type { z } from "zod";
import type { ConnectedDestination, Connector } from "./connector.ts";
import { httpConnector } from "./http/connector.ts";

/** Every kind of destination, by the `type:` of the configuration. A new one is a folder and a line here. */
export const connectors = { http: httpConnector } satisfies Record<string, Connector<unknown>>;

const byType = new Map<string, Connector<unknown>>(Object.entries(connectors));

/** The schema of each connector's own keys, by type. */
export const destinationOptions: Record<string, z.ZodType> = Object.fromEntries(
  Object.entries(connectors).map(([type, connector]) => [type, connector.options]),
);

export interface DestinationToConnect {
  name: string;
  type: string;
  /** The connector's own keys, not yet parsed. */
  options: unknown;
  timeoutMs: number;
  /** Environment variables that the options ask for and nobody set: then every attempt ends `auth`, unsent. */
  unset?: readonly string[];
}

/**
 * Makes a destination ready to deliver. Opens no connection.
 * @throws Error when the type is unknown or the options do not fit; the configuration's check finds both before
 */
export function connectDestination(destination: DestinationToConnect, now: () => Date): ConnectedDestination {
  const { name, type, timeoutMs, unset = [] } = destination;
  const connector = byType.get(type);
  if (connector === undefined) {
    throw new Error(`destination ${name}: no connector ${type}; there are ${[...byType.keys()].join(", ")}`);
  }
  // A secret that is missing must never mean "send it unsigned".
  if (unset.length > 0) return unusable(`not set: ${unset.join(", ")}`);
  const parsed = connector.options.safeParse(destination.options);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(`destination ${name}: ${problems.join("; ")}`);
  }
  return connector.connect(parsed.data, { name, timeoutMs, now });
}

function unusable(reason: string): ConnectedDestination {
  return { deliver: async () => ({ kind: "auth", reason, exchanges: [] }) };
}
