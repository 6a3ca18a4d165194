import type { connectors } from "../src/registry.ts";
import { type ConnectorHarness, describeConnector } from "./contract.ts";
import { deduplicatingReceiver, forgetfulReceiver } from "./http-harness.ts";

/** By type of connector: one that is missing here does not compile. */
const harnesses: Record<keyof typeof connectors, Record<string, ConnectorHarness>> = {
  http: { "a receiver that deduplicates": deduplicatingReceiver, "a receiver that can be asked": forgetfulReceiver },
};

for (const [type, byTitle] of Object.entries(harnesses)) {
  for (const [title, harness] of Object.entries(byTitle)) describeConnector(`${type}: ${title}`, harness);
}
