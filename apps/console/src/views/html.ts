/** Markup that is safe to send. Only `html` makes it. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = string | number | Html | readonly HtmlValue[] | undefined | false;

const made = new WeakSet<object>();

/**
 * Template tag for markup: every value is escaped, except what `html` itself made. Arrays are joined; `undefined` and
 * `false` leave nothing. Values belong in text and in quoted attributes only.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const markup = strings.reduce((all, part, i) => all + render(values[i - 1]) + part);
  const result: Html = { markup };
  made.add(result);
  return result;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "string" || typeof value === "number") {
    return String(value).replaceAll(/[&<>"']/gu, (character) => entities[character] ?? "");
  }
  if ("markup" in value) {
    if (!made.has(value)) throw new TypeError("markup that html`` did not make");
    return value.markup;
  }
  return value.map(render).join("");
}
