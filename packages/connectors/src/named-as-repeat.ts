/** The whole of a value, but for case and separators: "contact already exists" is about something else. */
const repeat =
  /^(?:duplicated?(?:delivery|event|message|request|webhook|id|key)?|(?:delivery|event|message|request|webhook)?already(?:accepted|delivered|exists|processed|received))$/u;

/**
 * Whether the body of a 409 says of this very delivery that it is a repeat: a JSON object that names its id anywhere,
 * and has a `code`, `error`, `status` or `type` for a duplicate. Free text is never taken for one.
 */
export function namedAsRepeat(body: string, deliveryId: string): boolean {
  if (!body.includes(deliveryId)) return false;
  const answer = parsedObject(body);
  if (answer === undefined) return false;
  return ["code", "error", "status", "type"].some((key) => {
    const said: unknown = Reflect.get(answer, key);
    return typeof said === "string" && repeat.test(said.replaceAll(/[\s_.-]/gu, "").toLowerCase());
  });
}

function parsedObject(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Not JSON: free text.
    return undefined;
  }
}
