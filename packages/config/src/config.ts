import type { DestinationFilter } from "@touchline/domain/destination-match";
import type { RetryPolicy } from "@touchline/domain/retry";

/** One URL of a source. Without a usable secret it answers 503; `unset` says why. */
export interface EndpointConfig {
  name: string;
  /** All secrets that may sign, in the order given; the first is used to sign samples. */
  secrets: string[];
  /** Events of another workspace go to quarantine; without it every workspace is taken. */
  workspaceId?: string;
  /** The unset variable that was to name the workspace: it is not known, so every event goes to quarantine. */
  workspaceUnset?: string;
  /** Names of the variables that the endpoint asks for and nobody set. */
  unset: string[];
}

export interface SourceConfig {
  name: "sendpilot";
  /** By name; has no prototype, so that a name out of a URL can be looked up as it is. */
  endpoints: Record<string, EndpointConfig>;
  /** How old a signature may be, for each of its forms. */
  tolerance: { svixMs: number; standardWebhooksMs: number; documentedMs: number };
}

export interface DestinationConfig {
  name: string;
  /** The connector's name in the registry (`http`). */
  type: string;
  when: DestinationFilter;
  retry: RetryPolicy;
  /** For one call to the destination. */
  timeoutMs: number;
  /** Calls at a time, 1 to 100. */
  concurrency: number;
  /** The connector's own keys as written, `${NAME}` resolved; a value with an unset variable is left out. */
  options: Record<string, unknown>;
  /** Names of the variables that the destination asks for and nobody set; then it is paused. */
  unset: string[];
}

/** Everything a process is told from outside, checked. */
export interface Config {
  /** By name; has no prototype. */
  sources: Record<string, SourceConfig>;
  /** By name; has no prototype. */
  destinations: Record<string, DestinationConfig>;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  host: string;
  /** 0 lets the system choose; undefined leaves the process its own default. */
  port: number | undefined;
  logLevel: string;
  consoleAdminPassword: string | undefined;
  limits: {
    /** The largest body the ingress takes. */
    bodyBytes: number;
    /** All bodies the ingress holds at a time. */
    inFlightBytes: number;
  };
  /** How long the ingress waits for a lane to confirm. */
  lanes: { redisDeadlineMs: number; postgresDeadlineMs: number };
  /** The file that was read; undefined when there is none. */
  file: string | undefined;
}
