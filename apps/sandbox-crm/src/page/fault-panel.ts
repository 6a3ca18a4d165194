import type { ActiveFault } from "../faults/fault.ts";
import type { Box } from "../store/box.ts";
import { html, type Html } from "./html.ts";

/** What makes this box misbehave right now; nothing when it behaves. */
export function faultPanel({ faults, dedupe }: Box): Html | false {
  if (faults.length === 0 && dedupe) return false;
  return html`<section class="faults" aria-label="Faults in force">
    <h2>Misbehaving on request</h2>
    <ul>
      ${!dedupe && html`<li><b>repeats are written again</b> <span>deduplication is off</span></li>`}
      ${faults.map(faultItem)}
    </ul>
  </section>`;
}

function faultItem(fault: ActiveFault): Html {
  return html`<li><b>${what(fault)}</b> ${conditions(fault).map((condition) => html`<span>${condition}</span>`)}</li>`;
}

function what({ mode, status, delayMs }: ActiveFault): string {
  if (mode === "status") return `answers ${status ?? 500}`;
  if (mode === "garbage") return `answers ${status ?? 502} with HTML`;
  if (mode === "delay") return `answers ${delayMs ?? 1_000} ms late`;
  if (mode === "hang") return "never answers";
  return mode === "reset" ? "breaks the connection" : "writes, then breaks the connection";
}

function conditions({ retryAfter, percent, times, path, match, hits }: ActiveFault): string[] {
  return [
    retryAfter === undefined ? "" : `Retry-After: ${retryAfter}`,
    percent === undefined ? "" : `${percent} % of requests`,
    times === undefined ? "" : `${times - hits} more`,
    match === undefined ? "" : `only “${match}”`,
    path === "/entries" ? "questions only" : "",
    `${hits} met`,
  ].filter((text) => text !== "");
}
