import { isObject, type JsonObject } from "./parse-body.ts";

/** Envelope, data, a list, an item, its name: nothing deeper is ever taken over. */
const deepest = 5;

/** Postgres takes neither NUL nor half a surrogate pair, in text or in jsonb. Both become U+FFFD. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/**
 * The event with every string made storable, and the paths where that changed something. In valid UTF-8 only `\u`
 * escapes can spell what Postgres refuses, so most events are returned as they are.
 * @param text the JSON text of the event
 */
export function makeStorable(event: JsonObject, text: string): { event: JsonObject; replacedIn: string[] } {
  if (!/\\u(?:0000|d[89a-f])/iu.test(text)) return { event, replacedIn: [] };
  const replacedIn: string[] = [];
  return { event: storableObject(event, "", 0, replacedIn), replacedIn };
}

function storableObject(object: JsonObject, path: string, depth: number, replacedIn: string[]): JsonObject {
  const entry = ([key, value]: [string, unknown]) =>
    [key, storableValue(value, path === "" ? key : `${path}.${key}`, depth + 1, replacedIn)] as const;
  return Object.fromEntries(Object.entries(object).map(entry));
}

function storableValue(value: unknown, path: string, depth: number, replacedIn: string[]): unknown {
  if (typeof value === "string") {
    const text = storableText(value);
    if (text !== value) note(path, replacedIn);
    return text;
  }
  if (depth >= deepest) return value;
  if (Array.isArray(value)) return value.map((item) => storableValue(item, `${path}[]`, depth + 1, replacedIn));
  return isObject(value) ? storableObject(value, path, depth, replacedIn) : value;
}

/** The path is made of the sender's own keys, so it is bounded and cleaned like any other text. */
function note(path: string, replacedIn: string[]): void {
  const shown = storableText(path.slice(0, 100));
  if (replacedIn.length < 20 && !replacedIn.includes(shown)) replacedIn.push(shown);
}
