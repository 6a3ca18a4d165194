import type { SignedRequest } from "./post-webhook.ts";

/** A line for a POSIX shell that sends the request once; its signature goes stale like any other. */
export function curlLine(url: string, { headers, body }: SignedRequest): string {
  const flags = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return ["curl -i", ...flags, `--data-binary ${quoted(body)}`, quoted(url)].join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
