/** Body of a `message.sent` event of a person of its own choosing. */
export function messageSent(
  eventId: string,
  over: { leadId?: string; timestamp?: string; workspaceId?: string } = {},
): string {
  const { leadId = `lead_${eventId}`, timestamp = new Date().toISOString(), workspaceId = "ws_test" } = over;
  return JSON.stringify({
    eventId,
    eventType: "message.sent",
    timestamp,
    workspaceId,
    data: {
      leadId,
      campaignId: "camp_test",
      linkedinUrl: `https://www.linkedin.com/in/${leadId.replaceAll("_", "-")}`,
      senderId: "sender_test",
      message: `Hello from ${eventId}`,
      sequenceStep: 1,
    },
  });
}
