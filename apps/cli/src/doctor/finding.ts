/** What `doctor` found about one part. Only `fail` makes its answer no. */
export interface Finding {
  part: string;
  status: "ok" | "warn" | "fail";
  found: string;
  /** What to do about it. */
  todo?: string;
}

export function ok(part: string, found: string): Finding {
  return { part, status: "ok", found };
}

export function warn(part: string, found: string, todo: string): Finding {
  return { part, status: "warn", found, todo };
}

export function fail(part: string, found: string, todo: string): Finding {
  return { part, status: "fail", found, todo };
}
