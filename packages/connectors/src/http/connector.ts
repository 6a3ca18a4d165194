import type { Connector } from "../connector.ts";
import { deliver } from "./deliver.ts";
import { HttpOptions } from "./options.ts";
import { secretTexts, signingKeys } from "./secret.ts";
import type { HttpTarget } from "./target.ts";

/** Any endpoint that takes Standard Webhooks: a CRM's inbound hook, an automation tool, a service of the team's own. */
export const httpConnector: Connector<HttpOptions> = {
  type: "http",
  options: HttpOptions,
  connect({ url, secret = [], readBack, headers = {} }, { timeoutMs, now }) {
    const secrets = [...secretTexts(secret), ...Object.values(headers)];
    const keys = signingKeys(secret);
    const target: HttpTarget = { url, readBackUrl: readBack, headers, keys, secrets, timeoutMs, now };
    return { deliver: (activity, context) => deliver(target, activity, context) };
  },
};
