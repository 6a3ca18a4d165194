import { laneLabels } from "../find-needs.ts";
import type { LaneReading, QueueLoad } from "../read-lanes.ts";
import { number } from "./format.ts";
import { html, type Html } from "./html.ts";

const kinds = [
  { kind: "intake", label: "Events" },
  { kind: "delivery", label: "Deliveries" },
] as const;

const columns = ["waiting", "active", "delayed", "failed"] as const satisfies (keyof QueueLoad)[];
const headings: Record<(typeof columns)[number], string> = {
  waiting: "Waiting",
  active: "Running",
  delayed: "Later",
  failed: "Failed",
};

/** Jobs now in the queues of each lane. */
export function laneTable(lanes: readonly LaneReading[]): Html {
  return html`<section class="card" aria-labelledby="lanes">
    <h2 id="lanes">Lanes <a class="aside" href="/queues">See the queues</a></h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Jobs now</th>
          ${columns.map((column) => html`<th scope="col" class="count">${headings[column]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lanes.map(laneRows)}
      </tbody>
    </table>
  </section>`;
}

function laneRows({ lane, loads }: LaneReading): Html[] {
  const name = laneLabels[lane];
  if (loads === undefined) {
    return [
      html`<tr>
        <th scope="row">${name} <span class="badge broken">no answer</span></th>
        ${columns.map((column) => html`<td class="count none" data-label="${headings[column]}">–</td>`)}
      </tr>`,
    ];
  }
  return kinds.map(
    ({ kind, label }) =>
      html`<tr>
        <th scope="row">${name} · ${label}</th>
        ${columns.map((column) => {
          const value = loads[kind][column];
          return html`<td class="count${value === 0 && " none"}" data-label="${headings[column]}">
            ${number(value)}
          </td>`;
        })}
      </tr>`,
  );
}
