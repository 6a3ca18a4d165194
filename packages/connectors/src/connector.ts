import type { DeliveryOutcome, OutboundActivity } from "@touchline/domain/delivery";
import type { z } from "zod";

export interface ConnectorDeps {
  /** The destination's name in the configuration. */
  name: string;
  /** For one call, from the first byte out to the last byte of the answer in. */
  timeoutMs: number;
  now(): Date;
}

export interface DeliverContext {
  /** Ends the calls under way: the claim on the delivery is about to run out. Does not fire when the process stops. */
  signal: AbortSignal;
  /**
   * An earlier attempt may have arrived: one ended `unknown` or with `mayHaveArrived`, or its claim ran out. Stays true
   * over attempts that were refused since (`rate_limited`, `auth`), since those settle nothing.
   */
  readBack: boolean;
}

export interface ConnectedDestination {
  /** One attempt. Never throws; retries are the caller's. The delivery id is the idempotency key. */
  deliver(activity: OutboundActivity, context: DeliverContext): Promise<DeliveryOutcome>;
}

/** A kind of destination. `options` are its own keys in the configuration: strict, so that a misspelt one is named. */
export interface Connector<Options> {
  /** As in `type:` of a destination. */
  type: string;
  options: z.ZodType<Options>;
  connect(options: Options, deps: ConnectorDeps): ConnectedDestination;
}
