import { byOccurrence, contactName } from "../store/contact.ts";
import type { Entry } from "../store/entry.ts";
import { html, type Html } from "./html.ts";
import { timelineList } from "./timeline.ts";

/** Shown of each timeline, newest first. */
const maxItems = 5;
const hues = 6;

/** One contact with the newest of its timeline. */
export function contactCard(key: string, timeline: readonly Entry[], box: string): Html {
  const newest = timeline.toSorted(byOccurrence).reverse().slice(0, maxItems);
  const more = timeline.length - newest.length;
  return html`<article>
    ${contactHead(key, timeline, contactLink(key, box))} ${timelineList(newest)}
    ${more > 0 && html`<p class="more"><a href="${contactLink(key, box)}">${more} earlier</a></p>`}
  </article>`;
}

/** Name, key and number of entries; the name links to `href` where given. */
export function contactHead(key: string, timeline: readonly Entry[], href?: string): Html {
  const name = contactName(key);
  return html`<div class="head">
    <span class="avatar hue${hue(key)}" aria-hidden="true">${initials(name)}</span>
    <div>
      <h2>${href === undefined ? name : html`<a href="${href}">${name}</a>`}</h2>
      ${name !== key && html`<p>${key}</p>`}
    </div>
    <span class="count" title="entries">${timeline.length}</span>
  </div>`;
}

/** What is about no person: campaigns, searches. */
export function withoutContactCard(entries: readonly Entry[]): Html {
  const newest = entries.slice(-maxItems).reverse();
  return html`<article>
    <div class="head">
      <span class="avatar hue0" aria-hidden="true">–</span>
      <div>
        <h2>Without a contact</h2>
        <p>campaigns and searches</p>
      </div>
      <span class="count" title="entries">${entries.length}</span>
    </div>
    ${timelineList(newest)}
  </article>`;
}

function contactLink(key: string, box: string): string {
  return `/?box=${encodeURIComponent(box)}&contact=${encodeURIComponent(key)}`;
}

function initials(name: string): string {
  const words = name.split(/[\s/:]+/u).filter((word) => /\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => (word === undefined ? "" : ([...word][0] ?? "").toUpperCase()))
    .join("");
}

/** The same key, the same colour; there are no inline styles under the page's policy. */
function hue(key: string): number {
  return [...key].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 9_973, 7) % hues;
}
