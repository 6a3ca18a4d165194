import type { Db } from "./client.ts";
import { headLines, type Line } from "./head-lines.ts";

/**
 * Gives lines whose head is gone or done another one. No verb leaves such a line behind; rows removed by hand or by an
 * older version can. Lines that somebody is at work on are left alone. @returns how many lines there were
 */
export async function repairLines(db: Db): Promise<number> {
  return await db.$transaction(async (tx) => {
    const suspects = await tx.$queryRaw<Line[]>`
      SELECT destination, person_key AS "personKey" FROM delivery_lines l
      WHERE head_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM deliveries d WHERE d.id = l.head_id AND d.state IN ('pending', 'mapping'))
      FOR UPDATE SKIP LOCKED`;
    if (suspects.length === 0) return 0;
    // Looked at again now that they are locked: what changed while the first look ran is seen only by a new statement.
    const broken = await tx.$queryRaw<Line[]>`
      UPDATE delivery_lines l SET head_id = NULL
      FROM jsonb_to_recordset(${JSON.stringify(suspects)}::jsonb) AS s(destination text, "personKey" text)
      WHERE l.destination = s.destination AND l.person_key = s."personKey" AND NOT EXISTS (
        SELECT 1 FROM deliveries d WHERE d.id = l.head_id AND d.state IN ('pending', 'mapping'))
      RETURNING l.destination, l.person_key AS "personKey"`;
    if (broken.length > 0) await headLines(tx, broken);
    return broken.length;
  });
}
