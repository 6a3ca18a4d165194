import { expect, it } from "vitest";
import { shownUrl } from "./shown-url.ts";

it.each([
  ["https://crm.example/hook", "https://crm.example/hook"],
  ["https://user:pass@crm.example:8443/hook#frag", "https://crm.example:8443/hook"],
  ["https://crm.example/hook?api_key=abc&v=2&v=3", "https://crm.example/hook?api_key=***&v=***"],
  ["https://crm.example/hook?abc", "https://crm.example/hook?abc=***"],
  [
    "https://hooks.slack.com/services/T012AB/B034CD/x7Yk29QmVb81LpZw03Rt",
    "https://hooks.slack.com/services/T012AB/B034CD/…",
  ],
  ["https://n8n.example/webhook/3f2b8c1e-77aa-4d10-9c55-0123456789ab/x", "https://n8n.example/webhook/…/x"],
  ["https://chat.example/bot123456:AAE-x7Yk29QmVb81LpZw/send", "https://chat.example/bot123456:…/send"],
  [
    "https://crm.example/integrations-webhooks/12345678901234567890",
    "https://crm.example/integrations-webhooks/12345678901234567890",
  ],
  [
    "https://crm.example/entries/dlv_00000000000000000000000001",
    "https://crm.example/entries/dlv_00000000000000000000000001",
  ],
  // As a masked one comes back when a redirect is resolved against it.
  ["https://crm.example/…/next", "https://crm.example/…/next"],
  ["not a url", "(not a URL)"],
])("shows %j as %j", (url, shown) => expect(shownUrl(url)).toBe(shown));
