import type { Source } from "../source.ts";
import { readEnvelope } from "./envelope.ts";
import { prepareKeys } from "./keys.ts";
import { toActivity } from "./to-activity.ts";
import { hasSignature, verify } from "./verify.ts";

/** SendPilot, a LinkedIn outreach tool. Its documentation and its deliveries disagree; both are accepted. */
export const sendpilot: Source = { name: "sendpilot", hasSignature, prepareKeys, verify, readEnvelope, toActivity };
