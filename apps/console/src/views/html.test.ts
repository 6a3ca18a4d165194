import { expect, test } from "vitest";
import { html } from "./html.ts";

test("text of any kind is escaped, in content and in quoted attributes", () => {
  const stranger = `<script>alert('x')</script> & "more"`;
  const { markup } = html`<p title="${stranger}">${stranger}</p>`;
  const escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;";
  expect(markup).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test("markup made by the tag passes, in lists too", () => {
  const items = ["a", "<b>"].map((item) => html`<i>${item}</i>`);
  expect(html`<p>${items}</p>`.markup).toBe("<p><i>a</i><i>&lt;b&gt;</i></p>");
});

test("an object that only looks like markup is refused", () => {
  expect(() => html`${{ markup: "<script>" }}`).toThrow(TypeError);
});

test("false and undefined leave nothing, zero is shown", () => {
  expect(html`[${false}${undefined}${0}]`.markup).toBe("[0]");
});
