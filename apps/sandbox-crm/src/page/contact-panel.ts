import { byOccurrence } from "../store/contact.ts";
import type { Entry } from "../store/entry.ts";
import { contactHead } from "./contact-card.ts";
import { html, type Html } from "./html.ts";
import { timelineList } from "./timeline.ts";

const maxItems = 500;

/** One contact with the whole timeline, newest first. */
export function contactPanel(key: string, timeline: readonly Entry[], box: string): Html {
  return html`<p class="back"><a href="/?box=${box}">All contacts</a></p>
    <article class="wide">
      ${contactHead(key, timeline)} ${timelineList(timeline.toSorted(byOccurrence).reverse().slice(0, maxItems))}
    </article>`;
}
