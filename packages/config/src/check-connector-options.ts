import type { ZodType } from "zod";
import { allowedKeys } from "./allowed-keys.ts";
import { lacksValue, type Draft } from "./built.ts";
import { didYouMean } from "./did-you-mean.ts";
import { explainIssues, isLaterKey, unknownKey } from "./explain-issues.ts";
import { DestinationKeys } from "./file-schema.ts";
import { valueAt, type KeyPath, type PathProblem } from "./problem.ts";

/** The connectors' own keys, by type. */
export type DestinationOptions = Readonly<Record<string, ZodType>>;

interface Subject {
  path: KeyPath;
  type: unknown;
  /** The destination's keys without the common ones. */
  options: Record<string, unknown>;
  draft: Draft;
  known: DestinationOptions | undefined;
}

/** Holds a destination's own keys against its connector, when the caller knows the connectors. */
export function checkConnectorOptions({ path, type, options, draft, known }: Subject): PathProblem[] {
  const common = allowedKeys(DestinationKeys);
  if (typeof type !== "string") return [];
  const schema = known !== undefined && Object.hasOwn(known, type) ? known[type] : undefined;
  if (schema === undefined) {
    const later = Object.keys(options).filter(isLaterKey);
    const problems = later.map((key) => ({ path: [...path, key], message: unknownKey(key, common) }));
    if (known === undefined) return problems;
    return [{ path: [...path, "type"], message: unknownType(type, Object.keys(known), draft, path) }, ...problems];
  }
  const own = allowedKeys(schema);
  const strangers = Object.keys(options).filter((key) => !own.includes(key));
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(options).filter(([key]) => own.includes(key))));
  const issues = parsed.success ? [] : explainIssues(parsed.error.issues, schema, path, valueAt(draft.written, path));
  return [
    ...strangers.map((key) => ({ path: [...path, key], message: unknownKey(key, [...common, ...own]) })),
    ...issues.filter((issue) => !lacksValue(draft, issue.path)),
  ];
}

function unknownType(type: string, types: readonly string[], draft: Draft, path: KeyPath): string {
  const written = valueAt(draft.written, [...path, "type"]);
  return `"${String(written)}" is not supported by this version${didYouMean(type, types)}; allowed: ${types.join(", ")}`;
}
