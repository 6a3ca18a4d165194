import type { IncomingHttpHeaders } from "node:http";
import { headerText, wholeNumber, type SignatureClaim } from "./signature-claim.ts";

/** From here on a time is in milliseconds: as seconds it would be the year 33658. */
const millisecondsFrom = 1e12;

/**
 * The form of the vendor's documentation: `Webhook-Signature: v1,t=<unix>,s=<hex>`. It is told by its `t=` and `s=`
 * items; the leading `v1` says nothing. Several `s=` are alternatives.
 */
export function documentedClaim(headers: IncomingHttpHeaders): SignatureClaim | undefined {
  const items = headerText(headers, "webhook-signature")
    ?.split(",")
    .map((item) => item.trim());
  const time = items?.find((item) => item.startsWith("t="))?.slice(2);
  const candidates = items?.filter((item) => item.startsWith("s=")).map((item) => item.slice(2));
  if (time === undefined || candidates === undefined || candidates.length === 0) return undefined;
  const value = wholeNumber(time);
  return {
    scheme: "documented",
    sentAtMs: value === undefined || value >= millisecondsFrom ? value : value * 1000,
    signedPrefix: `${time}.`,
    candidates,
    encoding: "hex",
  };
}
