import type { z } from "zod";
import { allowedKeys } from "./allowed-keys.ts";
import { didYouMean } from "./did-you-mean.ts";
import { valueAt, type KeyPath, type PathProblem } from "./problem.ts";

type Issue = z.core.$ZodIssue;

/**
 * Turns what zod found into sentences that name what is allowed.
 * @param at where `schema` stands in the file
 * @param written the value as written at `at`: before `${NAME}` was resolved, so that no secret gets into a message
 */
export function explainIssues(
  issues: readonly Issue[],
  schema: z.ZodType,
  at: KeyPath,
  written: unknown,
): PathProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    const full = [...at, ...path];
    if (issue.code !== "unrecognized_keys") return [{ path: full, message: sentence(issue, valueAt(written, path)) }];
    const allowed = allowedKeys(schema, path);
    return issue.keys.map((key) => ({ path: [...full, key], message: unknownKey(key, allowed) }));
  });
}

export function unknownKey(key: string, allowed: readonly string[]): string {
  if (isLaterKey(key)) return `is not supported by this version; take it out; allowed: ${allowed.join(", ")}`;
  return `unknown key${didYouMean(key, allowed)}; allowed: ${allowed.join(", ")}`;
}

/** Keys that the documentation of a later version may show. Named, so that nobody takes them for a typing error. */
export function isLaterKey(key: string): boolean {
  return ["retention", "createContacts", "rateLimit", "digest"].includes(key);
}

function sentence(issue: Issue, value: unknown): string {
  if (issue.code === "invalid_type") {
    const expected = expectedWords[issue.expected] ?? issue.expected;
    if (value === undefined) return `is missing; must be ${expected}`;
    const hint = issue.expected === "string" && typeof value === "number" ? "; put it in quotes" : "";
    return `must be ${expected}, is ${describe(value)}${hint}`;
  }
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    if (typeof value !== "string") return `must be one of ${allowed.join(", ")}`;
    return `"${value}" is not known${didYouMean(value, allowed)}; allowed: ${allowed.join(", ")}`;
  }
  if (issue.code === "invalid_key") return issue.issues.map(({ message }) => message).join("; ");
  return lowerFirst(issue.message);
}

const expectedWords: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys and values",
  record: "a map of keys and values",
};

function describe(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  const words: Record<string, string> = {
    string: "text",
    number: "a number",
    boolean: "true or false",
    object: "a map",
  };
  return words[typeof value] ?? typeof value;
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
