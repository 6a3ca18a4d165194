/** What the sandbox CRM says of one of its mailboxes. */
export interface SandboxEntry {
  deliveryId: string;
  eventId: string;
  type: string;
  occurredAt: string;
  receivedAt: string;
  /** How often it was written. */
  copies: number;
}

/** A fault as `PUT /api/faults` of the sandbox takes it. */
export interface SandboxFault {
  mode: "status" | "delay" | "hang" | "reset" | "reset_after_write" | "garbage";
  status?: number;
  retryAfter?: number | string;
  delayMs?: number;
  percent?: number;
  times?: number;
  /** Only requests with this text in their delivery id, event id, type or person key. */
  match?: string;
}

export interface Sandbox {
  entries(): Promise<SandboxEntry[]>;
  setFaults(faults: SandboxFault[]): Promise<void>;
}

/** Talks to one mailbox of a running sandbox CRM. */
export function sandboxBox(url: string, box: string): Sandbox {
  async function call(path: string, init?: RequestInit): Promise<unknown> {
    const response = await fetch(`${url}${path}`, init);
    if (!response.ok) throw new Error(`sandbox ${path}: ${response.status} ${await response.text()}`);
    return await response.json();
  }
  return {
    async entries() {
      const answer = await call(`/api/entries?limit=100000&box=${box}`);
      return (answer as { entries: SandboxEntry[] }).entries;
    },
    async setFaults(faults) {
      const body = JSON.stringify(faults.map((fault) => ({ ...fault, box })));
      await call(`/api/faults?box=${box}`, { method: "PUT", headers: { "content-type": "application/json" }, body });
    },
  };
}
