import { expect, it } from "vitest";
import { shownUrl } from "./shown-url.ts";

it.each([
  ["https://crm.example/hook", "https://crm.example/hook"],
  ["https://user:pass@crm.example:8443/hook#frag", "https://crm.example:8443/hook"],
  ["https://crm.example/hook?api_key=abc&v=2&v=3", "https://crm.example/hook?api_key=***&v=***"],
  ["https://crm.example/hook?abc", "https://crm.example/hook?abc=***"],
  ["not a url", "(not a URL)"],
])("shows %j as %j", (url, shown) => expect(shownUrl(url)).toBe(shown));
