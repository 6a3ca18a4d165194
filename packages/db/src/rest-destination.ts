import type { Db } from "./client.ts";

/** Lets a destination rest until it is ready again, as it asked. A longer rest already under way stands. */
export async function restDestination(db: Db, name: string, until: Date, reason: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO destination_states (name, blocked_until, block_reason) VALUES (${name}, ${until}, ${reason})
    ON CONFLICT (name) DO UPDATE SET blocked_until = excluded.blocked_until, block_reason = excluded.block_reason
    WHERE destination_states.paused_for IS NULL
      AND coalesce(destination_states.blocked_until, '-infinity') < excluded.blocked_until`;
}

/**
 * Pauses a destination whose credentials do not work; it is probed from time to time and resumes by itself.
 * @returns false when it was paused before: people are told once
 */
export async function pauseForAuth(db: Db, name: string, reason: string, probeEveryMs: number): Promise<boolean> {
  const paused = await db.$executeRaw`
    INSERT INTO destination_states (name, paused_for, paused_at, pause_reason, blocked_until)
    VALUES (${name}, 'auth', now(), ${reason}, now() + ${probeEveryMs}::int * interval '1 millisecond')
    ON CONFLICT (name) DO UPDATE SET paused_for = 'auth', paused_at = excluded.paused_at,
      pause_reason = excluded.pause_reason, blocked_until = excluded.blocked_until, block_reason = NULL
    WHERE destination_states.paused_for IS NULL`;
  return paused === 1;
}

/** Ends a pause for credentials after a call that worked. @returns whether there was one */
export async function resumeAfterAuth(db: Db, name: string): Promise<boolean> {
  const resumed = await db.$executeRaw`
    UPDATE destination_states
    SET paused_for = NULL, paused_at = NULL, pause_reason = NULL, blocked_until = NULL, block_reason = NULL
    WHERE name = ${name} AND paused_for = 'auth'`;
  return resumed === 1;
}

/** Deliveries of destinations that touchline.yaml no longer names become `skipped`. @returns how many */
export async function skipRemovedDestinations(db: Db, known: readonly string[]): Promise<number> {
  const names = JSON.stringify(known);
  const [skipped] = await db.$transaction([
    db.$executeRaw`
      UPDATE deliveries SET state = 'skipped', finished_at = now(), lease_until = NULL, next_attempt_at = NULL,
        last_error = 'the destination was removed from touchline.yaml'
      WHERE state IN ('behind', 'pending', 'mapping')
        AND destination NOT IN (SELECT jsonb_array_elements_text(${names}::jsonb))`,
    db.$executeRaw`
      DELETE FROM delivery_lines WHERE destination NOT IN (SELECT jsonb_array_elements_text(${names}::jsonb))`,
  ]);
  return skipped;
}
