import { boxName } from "../store/box-name.ts";

export const faultModes = ["status", "delay", "hang", "reset", "reset_after_write", "garbage"] as const;

/**
 * - `status`: answers with `status` (500), and `Retry-After` when given; writes nothing
 * - `garbage`: answers with a page of HTML (`status`, 502); writes nothing
 * - `hang`: never answers; writes nothing
 * - `reset`: destroys the connection; writes nothing
 * - `delay`: writes at once, answers after `delayMs` (1,000)
 * - `reset_after_write`: writes, then destroys the connection
 */
export type FaultMode = (typeof faultModes)[number];

export interface Fault {
  mode: FaultMode;
  status?: number;
  /** Seconds, or an HTTP date, sent as it is. */
  retryAfter?: number | string;
  delayMs?: number;
  /** Share of the requests that meet it; all without. */
  percent?: number;
  /** Over after so many; never without. */
  times?: number;
  /** Which requests: deliveries (`/hook`, without) or questions about them (`/entries`). */
  path?: "/hook" | "/entries";
  /** Only requests whose delivery id, event id, type or person key holds this text. */
  match?: string;
}

/** A fault in force. */
export interface ActiveFault extends Fault {
  /** Requests that met it. */
  hits: number;
}

/** JSON Schema of a fault as it is asked for; the box it is for may stand beside. */
export const faultSchema = {
  type: "object",
  required: ["mode"],
  additionalProperties: false,
  properties: {
    mode: { enum: faultModes },
    status: { type: "integer", minimum: 200, maximum: 599 },
    retryAfter: {
      anyOf: [
        { type: "integer", minimum: 0 },
        { type: "string", pattern: "^[ -~]{1,100}$" },
      ],
    },
    delayMs: { type: "integer", minimum: 0, maximum: 600_000 },
    percent: { type: "number", minimum: 0, maximum: 100 },
    times: { type: "integer", minimum: 1 },
    path: { enum: ["/hook", "/entries"] },
    match: { type: "string", minLength: 1 },
    box: boxName,
  },
} as const;
