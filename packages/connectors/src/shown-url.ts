/**
 * A URL as it may be kept and shown: without user and password, every value of its query masked. Names of query
 * parameters say enough to a person, and which of their values is a credential nobody can know.
 */
export function shownUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return "(not a URL)";
  const names = [...new Set(parsed.searchParams.keys())].map((name) => `${encodeURIComponent(name)}=***`);
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}${names.length === 0 ? "" : `?${names.join("&")}`}`;
}
