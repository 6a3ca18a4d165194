import { isUtf8 } from "node:buffer";

export type JsonObject = Record<string, unknown>;

export type ParsedBody =
  | { ok: true; object: JsonObject; text: string }
  /** quarantine, under this reason */
  | { ok: false; reason: "empty_body" | "not_json" | "not_an_object" };

/** Reads a body as a JSON object in UTF-8. Bytes that are not UTF-8 would change on decoding: not JSON. */
export function parseBody(body: Uint8Array): ParsedBody {
  if (body.length === 0) return { ok: false, reason: "empty_body" };
  if (!isUtf8(body)) return { ok: false, reason: "not_json" };
  const text = decode(body);
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { ok: true, object: value, text } : { ok: false, reason: "not_an_object" };
  } catch {
    return { ok: false, reason: "not_json" };
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Some serialisers put a byte order mark first, which `JSON.parse` refuses. */
function decode(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
