import { z } from "zod";
import { SigningSecret } from "./secret.ts";

/** Set by Touchline on every request, or by HTTP itself. */
const ownHeaders = new Set([
  ...["webhook-id", "webhook-timestamp", "webhook-signature", "idempotency-key", "content-type"],
  ...["content-length", "host", "connection", "transfer-encoding", "expect", "upgrade", "keep-alive", "te", "trailer"],
]);

const HttpUrl = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/u.test(new URL(value).protocol), "must be an http or https URL");

const ReadBackUrl = HttpUrl.refine(
  (value) => value.includes("{deliveryId}"),
  "must be a URL with {deliveryId} where the delivery's id goes",
);

const HeaderName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u, "is not a header name")
  .refine((name) => !ownHeaders.has(name.toLowerCase()), "is a header that Touchline sets itself");

const HeaderValue = z.string().regex(/^[\t\x20-\x7E]*$/u, "must be printable ASCII on one line");

/** The keys of a destination of `type: http`. */
export const HttpOptions = z.strictObject({
  url: HttpUrl,
  /** Signs every request. Several (a list, or one text with commas) each sign, while a receiver moves to a new one. */
  secret: z
    .union([SigningSecret, z.array(SigningSecret).min(1, "must hold a secret")], "must be text or a list")
    .exactOptional(),
  /** Asked with GET before a second attempt: 200 says that the delivery arrived, 404 that it did not. */
  readBack: ReadBackUrl.exactOptional(),
  /** Sent with every request; a value may be a credential. */
  headers: z.record(HeaderName, HeaderValue).exactOptional(),
});
export type HttpOptions = z.infer<typeof HttpOptions>;
