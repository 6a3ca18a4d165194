import { ActivityType } from "@touchline/domain/activity";
import { z } from "zod";
import { durationKey } from "./duration.ts";

const second = 1_000;
const hour = 3_600 * second;
const day = 24 * hour;

const name = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/u,
    "is not a name; allowed: 1 to 63 lower-case letters, digits and -, not starting with -",
  );

const text = z.string().min(1, "is empty; must be text");

const Endpoint = z.strictObject({
  /** A list, or one text of secrets with commas between. May be left out by an unset variable. */
  secrets: z.union([z.array(text), text], "must be a list of secrets").exactOptional(),
  workspaceId: text.exactOptional(),
});

const age = durationKey({ minMs: second, maxMs: 7 * day }).optional();

const SendPilot = z.strictObject({
  endpoints: z.record(name, Endpoint).nullish(),
  tolerance: z.strictObject({ svix: age, standardWebhooks: age, documented: age }).nullish(),
});
export type SendPilotSection = z.infer<typeof SendPilot>;

/** The whole file; what a destination holds is checked by `DestinationKeys` and by its connector. */
export const ConfigFile = z.strictObject({
  sources: z.strictObject({ sendpilot: SendPilot.nullish() }).nullish(),
  destinations: z.record(name, z.record(z.string(), z.unknown())).nullish(),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

const Concurrency = z
  .union(
    [
      z.int(),
      z
        .string()
        .regex(/^\d{1,3}$/u)
        .transform(Number),
    ],
    "must be a whole number from 1 to 100",
  )
  .refine((count) => count >= 1 && count <= 100, "must be a whole number from 1 to 100");

/** What every destination takes, whatever its type. */
export const DestinationKeys = z.strictObject({
  type: text,
  when: z
    .strictObject({ activities: z.array(ActivityType).exactOptional(), campaigns: z.array(text).exactOptional() })
    .exactOptional(),
  retry: z
    .strictObject({
      first: durationKey({ minMs: 10, maxMs: day }).optional(),
      max: durationKey({ minMs: 10, maxMs: 7 * day }).optional(),
      giveUpAfter: durationKey({ minMs: 10, maxMs: 90 * day }).optional(),
    })
    .exactOptional(),
  timeout: durationKey({ minMs: 100, maxMs: 300 * second }).optional(),
  concurrency: Concurrency.exactOptional(),
});
export type DestinationKeys = z.infer<typeof DestinationKeys>;
