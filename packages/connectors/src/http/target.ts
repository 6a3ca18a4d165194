import type { KeyObject } from "node:crypto";

/** What a destination knows from its start on. */
export interface HttpTarget {
  url: string;
  readBackUrl: string | undefined;
  headers: Record<string, string>;
  keys: readonly KeyObject[];
  /** Never kept with an exchange. */
  secrets: readonly string[];
  timeoutMs: number;
  now(): Date;
}
