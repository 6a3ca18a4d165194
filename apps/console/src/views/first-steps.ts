import type { Known } from "../find-needs.ts";
import { html, type Html } from "./html.ts";

/** What to do while nothing has arrived. */
export function firstSteps({ endpoints }: Known): Html {
  const paths = endpoints.filter(({ ready }) => ready).map(({ path }) => `POST ${path}`);
  return html`<section class="card first" aria-labelledby="first">
    <h2 id="first">Send the first webhook</h2>
    <ol>
      <li>
        Try it with a signed sample:
        <pre><code>npm run touchline -- send</code></pre>
      </li>
      <li>
        Then let the source send to ${paths.length > 1 ? "one of these paths" : "this path"} of your public address:
        ${paths.length > 0 ? html`<pre><code>${paths.join("\n")}</code></pre>` : noSecret}
      </li>
    </ol>
  </section>`;
}

const noSecret = html`<p>No endpoint has a secret yet; set <code>SENDPILOT_WEBHOOK_SECRET</code> first.</p>`;
