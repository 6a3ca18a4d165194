import { html, type Html } from "./html.ts";

const grouped = new Intl.NumberFormat("en");

/** A number for reading; a dash for what could not be counted in time. */
export function number(value: number | undefined): string {
  return value === undefined ? "–" : grouped.format(value);
}

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const units = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
] as const;

/** A time as people say it, before or after now, with the exact one behind it. */
export function timeAgo(time: Date, now: Date): Html {
  const seconds = (time.getTime() - now.getTime()) / 1_000;
  const fit = units.find((candidate) => Math.abs(seconds) >= candidate.seconds);
  const text =
    fit === undefined
      ? relative.format(Math.round(seconds), "second")
      : relative.format(Math.round(seconds / fit.seconds), fit.unit);
  const exact = time.toISOString();
  return html`<time datetime="${exact}" title="${exact.slice(0, 19).replace("T", " ")} UTC">${text}</time>`;
}
