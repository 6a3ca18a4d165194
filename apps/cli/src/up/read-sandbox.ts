/** An entry as the sandbox CRM reports it. */
export interface SandboxEntry {
  deliveryId: string;
  eventId: string;
  /** How often it was written. */
  copies: number;
}

/** What the sandbox CRM wrote down since then, in order of arrival. */
export async function readSandbox(url: string, since: Date): Promise<SandboxEntry[]> {
  const query = new URLSearchParams({ since: since.toISOString(), limit: "100000" });
  const response = await fetch(`${url}/api/entries?${query.toString()}`, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`the sandbox CRM answers ${response.status} when asked for its entries`);
  const answer: unknown = await response.json();
  const entries = typeof answer === "object" && answer !== null && "entries" in answer ? answer.entries : undefined;
  if (!Array.isArray(entries) || !entries.every(isEntry))
    throw new Error("the sandbox CRM lists its entries in an unknown form");
  return entries;
}

function isEntry(value: unknown): value is SandboxEntry {
  if (typeof value !== "object" || value === null) return false;
  return (
    "deliveryId" in value &&
    typeof value.deliveryId === "string" &&
    "eventId" in value &&
    typeof value.eventId === "string" &&
    "copies" in value &&
    typeof value.copies === "number"
  );
}
