import { defaultBox } from "./store.ts";

/** Names a box may have, as JSON Schema. */
export const boxName = { type: "string", pattern: "^[a-z0-9][a-z0-9_-]{0,62}$" } as const;

/** Schema of a query that holds a box and nothing else. */
export const boxQuery = { type: "object", additionalProperties: false, properties: { box: boxName } } as const;

export interface BoxQuery {
  box?: string;
}

/** The default box where none is named. */
export function boxOf({ box }: BoxQuery): string {
  return box ?? defaultBox;
}
