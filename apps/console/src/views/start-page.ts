import type { Overview } from "@touchline/db/count-overview";
import { findNeeds, type Known, type Need } from "../find-needs.ts";
import type { LaneReading } from "../read-lanes.ts";
import { countTiles } from "./count-tiles.ts";
import { destinationTable } from "./destination-table.ts";
import { firstSteps } from "./first-steps.ts";
import { html, type Html } from "./html.ts";
import { laneTable } from "./lane-table.ts";
import { layout } from "./layout.ts";

export interface StartPageInput {
  user: string | undefined;
  overview: Overview;
  lanes: readonly LaneReading[];
  known: Known;
  now: Date;
}

/** The overview: is it well, how much is there, what waits for a person. */
export function startPage({ user, overview, lanes, known, now }: StartPageInput): Html {
  const needs = findNeeds(overview, lanes, known, now);
  const isEmpty = overview.events?.value === 0 && !overview.events.estimated;
  return layout({
    title: "Overview",
    path: "/",
    user,
    main: html`<h1>Overview</h1>
      ${verdict(needs, isEmpty)} ${isEmpty && firstSteps(known)} ${needs.length > 0 && needList(needs)}
      ${countTiles(overview, now)} ${destinationTable(overview, known, now)} ${laneTable(lanes)} ${links()}`,
  });
}

function verdict(needs: readonly Need[], isEmpty: boolean): Html {
  if (needs.some(({ weight }) => weight === "broken")) return banner("broken", "Something is held up.");
  if (needs.length > 0) return banner("look", "Something waits for you.");
  if (isEmpty) return banner("calm", "Nothing has arrived yet.");
  return banner("calm", "Nothing waits for you.");
}

function banner(mood: "calm" | "look" | "broken", text: string): Html {
  return html`<p class="verdict ${mood}" role="status"><span class="dot" aria-hidden="true"></span>${text}</p>`;
}

function needList(needs: readonly Need[]): Html {
  return html`<section class="card" aria-labelledby="needs">
    <h2 id="needs">Needs a person</h2>
    <ul class="needs">
      ${needs.map(
        ({ weight, what, todo, command }) =>
          html`<li class="${weight}">
            <strong>${what}</strong> <span>${todo}${command !== undefined && html` <code>${command}</code>`}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

function links(): Html {
  return html`<section class="card" aria-labelledby="more">
    <h2 id="more">More</h2>
    <ul class="links">
      <li><a href="/queues">Queues</a> <span>Jobs in both lanes: what waits, runs, failed.</span></li>
      <li><a href="/health/ready">Health</a> <span>What a monitor asks.</span></li>
      <li><a href="/metrics">Metrics</a> <span>For Prometheus.</span></li>
      <li>
        <code>docs/</code> <span>The guide, beside the code; this console is in <code>docs/console.md</code>.</span>
      </li>
    </ul>
  </section>`;
}
