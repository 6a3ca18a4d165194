import { InvalidArgumentError } from "commander";

/** Reads a whole number within limits, for commander. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/u.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}.`);
  };
}

/** Reads an http(s) URL. */
export function webUrl(text: string): URL {
  if (URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol)) return new URL(text);
  throw new InvalidArgumentError("must be a URL that starts with http:// or https://.");
}

/** Reads a JSON object. */
export function jsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new InvalidArgumentError('must be a JSON object such as {"newTag":"Hot"}.');
}
