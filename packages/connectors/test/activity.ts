import type { OutboundActivity } from "@touchline/domain/delivery";

let count = 0;

/** A reply, as the delivery-worker hands it over; each with a delivery id of its own. */
export function outboundActivity(more: Partial<OutboundActivity> = {}): OutboundActivity {
  count += 1;
  return {
    deliveryId: `dlv_${count.toString().padStart(26, "0")}`,
    activityId: `act_${count.toString().padStart(26, "0")}`,
    type: "linkedin_reply_received",
    occurredAt: "2026-03-01T10:00:00.000Z",
    receivedAt: "2026-03-01T10:00:01.000Z",
    source: "sendpilot",
    endpoint: "default",
    workspaceId: "ws_1",
    eventId: `evt-${count}`,
    person: { key: "in:jane-doe", leadId: "lead_1", linkedinUrl: "https://www.linkedin.com/in/jane-doe" },
    campaign: { id: "camp_1", name: "Spring" },
    senderId: "snd_1",
    sequenceStep: 2,
    text: "Sounds good – ruf mich an ☎",
    textMayBeCut: false,
    status: null,
    details: { tags: ["warm"] },
    ...more,
  };
}
