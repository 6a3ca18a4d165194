import type { ActivityDraft } from "@touchline/domain/activity";
import type { JsonObject } from "./parse-body.ts";

/** What a payload says, before its time is held against the receipt. */
export type Drafted =
  | {
      ok: true;
      draft: Omit<ActivityDraft, "occurredAt" | "timeFlagged">;
      /** The payload's own time, where it tells better than the envelope's when it happened. */
      happenedAt?: string | undefined;
    }
  /** quarantine, `payload_mismatch` */
  | { ok: false; detail: string };

/** The entries that have a value: details hold no blanks. */
export function given(entries: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** What was found where something else was needed, such as `data.leadId is null`. Quotes no contents. */
export function found(object: JsonObject, name: string, path = `data.${name}`): string {
  return `${path} is ${Object.hasOwn(object, name) ? kindOf(object[name]) : "missing"}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "string") return typeof value === "object" ? "an object" : `a ${typeof value}`;
  return value.trim() === "" ? "empty" : `a text of ${value.length} characters`;
}
