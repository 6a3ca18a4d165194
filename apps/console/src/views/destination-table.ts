import type { DestinationStanding, Overview } from "@touchline/db/count-overview";
import type { Known, KnownDestination } from "../find-needs.ts";
import { number, timeAgo } from "./format.ts";
import { html, type Html } from "./html.ts";

type StateCounts = NonNullable<Overview["deliveries"]> extends Map<string, infer Counts> ? Counts : never;

const columns: { label: string; count: (states: StateCounts) => number }[] = [
  { label: "Delivered", count: ({ delivered = 0 }) => delivered },
  { label: "On the way", count: ({ pending = 0, behind = 0 }) => pending + behind },
  { label: "Unmatched", count: ({ mapping = 0 }) => mapping },
  { label: "Gave up", count: ({ dead = 0 }) => dead },
  { label: "Refused", count: ({ permanent = 0 }) => permanent },
  { label: "Skipped", count: ({ skipped = 0 }) => skipped },
];

export function destinationTable(overview: Overview, known: Known, now: Date): Html {
  const configured = new Map(known.destinations.map((destination) => [destination.name, destination]));
  const names = [...new Set([...configured.keys(), ...(overview.deliveries?.keys() ?? [])])].sort();
  if (names.length === 0) {
    return html`<section class="card" aria-labelledby="destinations">
      <h2 id="destinations">Destinations</h2>
      <p>
        None yet. Events are stored and become activities; name a destination in <code>touchline.yaml</code> to send
        them on.
      </p>
    </section>`;
  }
  const standings = new Map(overview.destinations?.map((standing) => [standing.name, standing]));
  return html`<section class="card" aria-labelledby="destinations">
    <h2 id="destinations">Destinations</h2>
    ${overview.deliveries === undefined && html`<p class="problem">The deliveries could not be counted in time.</p>`}
    <table>
      <thead>
        <tr>
          <th scope="col">Destination</th>
          ${columns.map(({ label }) => html`<th scope="col" class="count">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${names.map((name) => row(name, overview.deliveries, configured.get(name), standings.get(name), now))}
      </tbody>
    </table>
  </section>`;
}

function row(
  name: string,
  deliveries: Overview["deliveries"],
  configured: KnownDestination | undefined,
  standing: DestinationStanding | undefined,
  now: Date,
): Html {
  const cells = columns.map(({ label, count }) => {
    const value = deliveries === undefined ? undefined : count(deliveries.get(name) ?? {});
    return html`<td class="count${value === 0 && " none"}" data-label="${label}">${number(value)}</td>`;
  });
  return html`<tr>
    <th scope="row">${name} ${badge(configured, standing, now)}</th>
    ${cells}
  </tr>`;
}

function badge(configured: KnownDestination | undefined, standing: DestinationStanding | undefined, now: Date): Html {
  if (configured === undefined) return html`<span class="badge">removed</span>`;
  if (configured.unset.length > 0 || (standing?.pausedFor ?? null) !== null) {
    return html`<span class="badge broken">paused</span>`;
  }
  if (standing?.blockedUntil != null && standing.blockedUntil > now) {
    return html`<span class="badge look">rests, goes on ${timeAgo(standing.blockedUntil, now)}</span>`;
  }
  return html`<span class="badge">${configured.type}</span>`;
}
