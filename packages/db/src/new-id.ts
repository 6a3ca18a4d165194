import { randomBytes } from "node:crypto";
import { type Id, type IdKind, makeId } from "@touchline/domain/ids";

export function newId<K extends IdKind>(kind: K): Id<K> {
  return makeId(kind, Date.now(), randomBytes(10));
}
