import { html, type Html } from "./html.ts";

/** The pages of the console, in the order of the navigation. */
const pages = [
  { path: "/", label: "Overview" },
  { path: "/queues", label: "Queues" },
] as const;

export interface PageFrame {
  title: string;
  /** Path of the page, to mark it in the navigation. */
  path?: string;
  /** Who is logged in; without, the page shows neither navigation nor logout. */
  user?: string | undefined;
  main: Html;
}

/** A whole document: the frame that every page of the console stands in. */
export function layout({ title, path, user, main }: PageFrame): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Touchline</title>
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/console.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="bar">
          <a class="brand" href="/"
            ><img src="/assets/icon.svg" alt="" width="28" height="28" /><span>Touchline</span></a
          >
          ${user !== undefined && navigation(path, user)}
        </header>
        <main id="main" tabindex="-1">${main}</main>
      </body>
    </html> `;
}

function navigation(path: string | undefined, user: string): Html {
  return html`<nav aria-label="Console">
      ${pages.map(
        (page) => html`<a href="${page.path}" ${page.path === path && html` aria-current="page"`}>${page.label}</a>`,
      )}
    </nav>
    <form class="logout" method="post" action="/logout">
      <span class="who">${user}</span><button type="submit">Log out</button>
    </form>`;
}
