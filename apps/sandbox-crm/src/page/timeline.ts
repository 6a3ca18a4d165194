import type { Entry } from "../store/entry.ts";
import { html, type Html } from "./html.ts";

const maxTextChars = 280;

/** Entries in the order given, one line each. */
export function timelineList(entries: readonly Entry[]): Html {
  return html`<ol class="timeline">
    ${entries.map(timelineItem)}
  </ol>`;
}

function timelineItem(entry: Entry): Html {
  const { type, status, campaign, text, copies, deliveryId, occurredAt } = entry;
  return html`<li class="${tone(type)}">
    <p class="what">
      <b>${label(type)}</b>${status !== null && html` <span class="chip">${status}</span>`}
      ${copies > 1 && html`<span class="chip bad">written ${copies} times</span>`}
      <time datetime="${occurredAt}" title="${occurredAt}">${shownTime(occurredAt)}</time>
    </p>
    ${text !== null && text !== "" && html`<blockquote>${shortened(text)}</blockquote>`}
    <p class="from">${campaign !== null && html`<span>${campaign}</span> `}<code>${deliveryId}</code></p>
  </li>`;
}

/** `linkedin_reply_received` → `Reply received` */
function label(type: string): string {
  const words = type.replace(/^linkedin_/u, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function tone(type: string): string {
  if (type.includes("reply")) return "reply";
  if (type.includes("message")) return "message";
  if (type.includes("connection")) return "connection";
  return type.startsWith("campaign") ? "campaign" : "lead";
}

/** `2026-03-01T10:00:00.000Z` → `1 Mar 2026, 10:00` */
function shownTime(iso: string): string {
  return timeFormat.format(new Date(iso));
}

const timeFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  ...{ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
});

function shortened(text: string): string {
  return text.length <= maxTextChars ? text : `${text.slice(0, maxTextChars).toWellFormed()}…`;
}
