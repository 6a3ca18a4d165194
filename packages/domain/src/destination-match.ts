import type { ActivityType } from "./activity.ts";

/** What a destination wants. `campaigns` holds ids or names; `*` stands for any run of characters. */
export interface DestinationFilter {
  activities?: readonly ActivityType[];
  campaigns?: readonly string[];
}

/**
 * Whether an activity goes to a destination. A missing list means "all". An activity without a campaign matches a
 * campaign list only through the pattern `*`.
 */
export function matchesDestination(
  filter: DestinationFilter,
  activity: { type: ActivityType; campaign?: { id: string; name?: string | undefined } | undefined },
): boolean {
  if (filter.activities !== undefined && !filter.activities.includes(activity.type)) return false;
  if (filter.campaigns === undefined) return true;
  const { campaign } = activity;
  return filter.campaigns.some((pattern) =>
    campaign === undefined
      ? pattern === "*"
      : matchesPattern(pattern, campaign.id) || (campaign.name !== undefined && matchesPattern(pattern, campaign.name)),
  );
}

function matchesPattern(pattern: string, value: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "isu").test(value);
}
