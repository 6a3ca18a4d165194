import type { Overview, RoughCount } from "@touchline/db/count-overview";
import { number, timeAgo } from "./format.ts";
import { html, type Html } from "./html.ts";

export function countTiles({ events, recent, activities, quarantined }: Overview, now: Date): Html {
  const last = recent?.lastReceivedAt ?? undefined;
  return html`<section aria-labelledby="counts">
    <h2 id="counts" class="quiet">So far</h2>
    <dl class="tiles">
      ${tile("Events, last 24 hours", number(recent?.events), last === undefined ? "none yet" : html`last ${timeAgo(last, now)}`)}
      ${tile("Events, all", rough(events), "stored whole")}
      ${tile("Activities", rough(activities), "written once each")}
      ${tile("In quarantine", number(quarantined), quarantined === 0 ? "all understood" : "kept, replayable")}
    </dl>
  </section>`;
}

function tile(label: string, value: string, note: string | Html): Html {
  return html`<div class="tile">
    <dt>${label}</dt>
    <dd><span class="figure">${value}</span><span class="note">${note}</span></dd>
  </div>`;
}

function rough(count: RoughCount | undefined): string {
  return count === undefined ? number(undefined) : `${count.estimated ? "≈ " : ""}${number(count.value)}`;
}
