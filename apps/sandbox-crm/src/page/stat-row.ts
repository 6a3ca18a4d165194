import type { Stats } from "../store/box.ts";
import { html, type Html } from "./html.ts";

/** The counts of a box. What should be zero stands out when it is not. */
export function statRow(stats: Stats): Html {
  const extra = stats.copies - stats.entries;
  return html`<dl class="stats">
    ${stat("Contacts", stats.contacts)} ${stat("Entries", stats.entries)}
    ${stat("Extra copies", extra, extra > 0 ? "bad" : "good")} ${stat("Repeats ignored", stats.duplicatesIgnored)}
    ${stat("Calls", stats.calls)} ${stat("Faults met", stats.failedOnRequest)}
    ${stat("Rejected", stats.rejected, stats.rejected > 0 ? "bad" : "")}
  </dl>`;
}

function stat(label: string, count: number, tone = ""): Html {
  return html`<div class="${tone}">
    <dt>${label}</dt>
    <dd>${count.toLocaleString("en")}</dd>
  </div>`;
}
