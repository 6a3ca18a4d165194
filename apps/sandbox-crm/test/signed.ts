import { createHmac } from "node:crypto";

export const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export interface Sample {
  id: string;
  type?: string;
  key?: string | null;
  text?: string;
  at?: Date;
  occurredAt?: string;
  secret?: string;
}

/** A delivery as Touchline's http connector sends it, signed by hand: an independent reading of Standard Webhooks. */
export function signed({ id, at = new Date(), ...sample }: Sample): {
  method: string;
  headers: Record<string, string>;
  body: string;
} {
  const key = sample.key === undefined ? "in:jane-doe" : sample.key;
  const data = {
    deliveryId: id,
    activityId: id.replace("dlv_", "act_"),
    eventId: `evt-${id}`,
    person:
      key === null ? null : { key, leadId: null, linkedinUrl: `https://www.linkedin.com/in/${key.replace("in:", "")}` },
    campaign: { id: "camp_1", name: "Spring <b>" },
    text: sample.text ?? "Hello",
    status: null,
  };
  const timestamp = sample.occurredAt ?? "2026-03-01T10:00:00.000Z";
  const body = JSON.stringify({ type: sample.type ?? "linkedin_reply_received", timestamp, data });
  const seconds = Math.floor(at.getTime() / 1_000).toString();
  const mac = createHmac("sha256", Buffer.from((sample.secret ?? secret).slice("whsec_".length), "base64"));
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": `v1,AAAA v1,${mac.update(`${id}.${seconds}.${body}`).digest("base64")}`,
    "idempotency-key": id,
  };
  return { method: "POST", headers, body };
}
