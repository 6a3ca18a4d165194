import { html, type Html } from "./html.ts";
import { layout } from "./layout.ts";

/** A page that says one thing: something is not there, not allowed, or not working now. */
export function messagePage({ title, text, user }: { title: string; text: string; user?: string | undefined }): Html {
  return layout({
    title,
    user,
    main: html`<section class="card message">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a href="/">Back to the overview</a></p>
    </section>`,
  });
}
