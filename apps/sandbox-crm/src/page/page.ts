import { type Box, statsOf } from "../store/box.ts";
import { contactCard, withoutContactCard } from "./contact-card.ts";
import { contactPanel } from "./contact-panel.ts";
import { faultPanel } from "./fault-panel.ts";
import { html, type Html } from "./html.ts";
import { statRow } from "./stat-row.ts";

/** More would only make the page slow; what is left out is said. */
const maxCards = 60;

export interface PageView {
  box: Box;
  boxes: readonly Box[];
  /** Key of the one contact to show with the whole timeline; all of them, shortened, without. */
  contact: string | undefined;
}

/** The page that shows what arrived in a box. */
export function page(view: PageView): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sandbox CRM</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="stylesheet" href="/panels.css" />
        <link rel="stylesheet" href="/contacts.css" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <script src="/refresh.js" defer></script>
      </head>
      <body>
        <header>
          <a class="brand" href="/"><span class="mark" aria-hidden="true"></span>Sandbox CRM</a>
          <p>A stand-in CRM: it shows what Touchline delivered.</p>
          <span class="live" id="live">live</span>
        </header>
        ${main(view)}
        <noscript><p class="note">Reload to see what arrived since.</p></noscript>
      </body>
    </html>`.markup;
}

function main({ box, boxes, contact }: PageView): Html {
  const timeline = contact === undefined ? undefined : box.contacts.get(contact);
  return html`<main>
    ${boxes.length > 1 && boxTabs(box, boxes)} ${statRow(statsOf(box))} ${faultPanel(box)}
    ${contact !== undefined && timeline !== undefined ? contactPanel(contact, timeline, box.name) : contacts(box)}
  </main>`;
}

function boxTabs(current: Box, boxes: readonly Box[]): Html {
  const tab = ({ name, entries }: Box): Html =>
    html`<a href="/?box=${name}" ${name === current.name && html`aria-current="page"`}
      >${name} <b>${entries.size}</b></a
    >`;
  return html`<nav aria-label="Mailboxes">${boxes.map(tab)}</nav>`;
}

function contacts(box: Box): Html {
  if (box.entries.size === 0) {
    return html`<section class="empty">
      <h2>Nothing has arrived yet</h2>
      <p>
        Deliveries are taken at <code>POST /hook${box.name === "default" ? "" : `/${box.name}`}</code>, signed as
        Standard Webhooks.
      </p>
    </section>`;
  }
  const all = [...box.contacts].reverse();
  const others = [...box.entries.values()].filter(({ personKey }) => personKey === null);
  return html`<section class="cards" aria-label="Contacts">
      ${all.slice(0, maxCards).map(([key, timeline]) => contactCard(key, timeline, box.name))}
      ${others.length > 0 && withoutContactCard(others)}
    </section>
    ${all.length > maxCards && html`<p class="note">And ${all.length - maxCards} contacts more, heard of before these.</p>`}`;
}
