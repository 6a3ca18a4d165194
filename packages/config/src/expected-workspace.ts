import type { QuarantineReason } from "@touchline/domain/event";
import type { Config } from "./config.ts";

export type ExpectedWorkspace =
  /** the events of that workspace alone; without one those of any */
  | { kind: "known"; only: { workspaceId?: string } }
  /** it should be checked, but nobody set the variable that names it: no event may be read */
  | { kind: "quarantine"; reason: QuarantineReason; detail: string };

/** Whose events an endpoint takes. One that the configuration does not have (any more) takes those of any workspace. */
export function expectedWorkspace(
  { sources }: Pick<Config, "sources">,
  { source, endpoint }: { source: string; endpoint: string },
): ExpectedWorkspace {
  const { workspaceId, workspaceUnset } = sources[source]?.endpoints[endpoint] ?? {};
  if (workspaceUnset === undefined) return { kind: "known", only: workspaceId === undefined ? {} : { workspaceId } };
  const detail = `${workspaceUnset} is not set, so the workspace that endpoint ${endpoint} takes is not known`;
  return { kind: "quarantine", reason: "other_workspace", detail };
}
