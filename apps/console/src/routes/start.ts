import type { Db } from "@touchline/db/client";
import { countOverview } from "@touchline/db/count-overview";
import type { BoardQueue } from "@touchline/queue/board";
import type { FastifyInstance } from "fastify";
import type { LaneProbe } from "../board/lane-probe.ts";
import { withDeadline } from "../deadline.ts";
import type { Known } from "../find-needs.ts";
import { readLanes } from "../read-lanes.ts";
import type { Sessions } from "../security/session.ts";
import { sendPage } from "../views/send-page.ts";
import { startPage } from "../views/start-page.ts";

export interface StartDeps {
  db: Db;
  queues: readonly BoardQueue[];
  probe: LaneProbe;
  known: Known;
  sessions: Sessions;
  now: () => Date;
}

const countDeadlineMs = 1_500;
/** For connecting and all counts together. */
const pageDeadlineMs = 4_000;

/** `GET /`: the overview. */
export function registerStart(app: FastifyInstance, { db, queues, probe, known, sessions, now }: StartDeps): void {
  app.get("/", async (request, reply) => {
    const at = now();
    const counting = countOverview(db, { deadlineMs: countDeadlineMs, now: at });
    const [overview, lanes] = await Promise.all([
      withDeadline(counting, pageDeadlineMs, "the database"),
      readLanes(queues, probe),
    ]);
    return await sendPage(reply, startPage({ user: sessions.userOf(request), overview, lanes, known, now: at }));
  });
}
