import { html, type Html } from "./html.ts";
import { layout } from "./layout.ts";

export function loginPage({ next, problem }: { next: string; problem?: string }): Html {
  return layout({
    title: "Log in",
    main: html`<section class="card login">
      <h1>Log in</h1>
      ${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
      <form method="post" action="/login">
        <input type="hidden" name="next" value="${next}" />
        <label for="name">Name</label>
        <input
          id="name"
          name="name"
          value="admin"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
        />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required autofocus />
        <button class="primary" type="submit">Log in</button>
      </form>
      <p class="hint">
        The password is <code>CONSOLE_ADMIN_PASSWORD</code>. Where none was set, one was made on the first start and
        printed once in the console’s log.
      </p>
    </section>`,
  });
}
