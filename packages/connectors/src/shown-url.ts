import { pathTokens } from "./path-tokens.ts";

/**
 * A URL as it may be kept and shown: without user and password, every value of its query masked, and what looks like a
 * token in its path too. Names of query parameters say enough to a person, and which value is a credential nobody knows.
 */
export function shownUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return "(not a URL)";
  const names = [...new Set(parsed.searchParams.keys())].map((name) => `${encodeURIComponent(name)}=***`);
  return `${parsed.protocol}//${parsed.host}${shownPath(parsed)}${names.length === 0 ? "" : `?${names.join("&")}`}`;
}

function shownPath({ pathname }: URL): string {
  let shown = pathname;
  for (const token of pathTokens(pathname)) shown = shown.replace(token, "…");
  // A URL that was masked before: parsing has encoded the mask.
  return shown.replaceAll(encodeURIComponent("…"), "…");
}
