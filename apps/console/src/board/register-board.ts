import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import type { Logger } from "@touchline/observability/logger";
import type { BoardQueue } from "@touchline/queue/board";
import type { FastifyInstance } from "fastify";
import { awayText, refusalOf } from "../answer-errors.ts";
import { boardHooks } from "./board-hooks.ts";
import type { LaneProbe } from "./lane-probe.ts";
import { redactDeliveryData, redactIntakeData, redactResult } from "./redact-job.ts";

const path = "/queues";

export interface BoardDeps {
  queues: readonly BoardQueue[];
  probe: LaneProbe;
  log: Logger;
}

/**
 * Mounts Bull Board with the queues of both lanes. Intake queues are read-only: emptying one would delete acknowledged
 * events. A lane that does not answer is left out until it does.
 */
export async function registerBoard(app: FastifyInstance, { queues, probe, log }: BoardDeps): Promise<void> {
  const adapters = queues.map((queue) => toAdapter(queue, probe));
  const intake = new Set(adapters.filter((_, i) => queues[i]?.kind === "intake").map((adapter) => adapter.getName()));
  const server = new FastifyAdapter();
  server.setBasePath(path);
  createBullBoard({
    queues: adapters,
    serverAdapter: server,
    options: {
      handlerHooks: boardHooks({ isIntake: (name) => intake.has(name) }),
      uiConfig: {
        boardTitle: "Touchline queues",
        boardLogo: { path: "/assets/icon.svg", width: 28, height: 28 },
        favIcon: { default: "/assets/icon.svg", alternative: "/assets/icon.svg" },
        miscLinks: [{ text: "Back to the overview", url: "/" }],
        hideDocsLink: true,
        // The statistics would be those of the first queue's store alone, as if there were one.
        hideRedisDetails: true,
        // The workers' connections bear no names, so the board would say that there are none.
        showWorkers: false,
        pollingInterval: { showSetting: true },
        locale: { lng: "en-US" },
      },
    },
  });
  server.setErrorHandler((error) => {
    if (refusalOf(error) !== undefined) return { status: 400, body: { error: { key: "ERRORS.INVALID_REQUEST_BODY" } } };
    log.error({ err: error }, "the board could not answer");
    return { status: 500, body: { error: { key: "ERRORS.INTERNAL_SERVER_ERROR" }, message: awayText } };
  });
  await app.register(server.registerPlugin(), { prefix: path });
}

/** The states that jobs here can be in; the others that BullMQ knows would be tabs that are always empty. */
const shownStates = ["latest", "active", "waiting", "delayed", "failed", "completed"] as const;

function toAdapter({ name, lane, kind, queue }: BoardQueue, probe: LaneProbe): BullMQAdapter {
  const readOnlyMode = kind === "intake";
  const words = wordsOf(name, lane);
  const adapter = new BullMQAdapter(queue, {
    readOnlyMode,
    allowRetries: !readOnlyMode,
    displayName: words.join(" · "),
    description: readOnlyMode
      ? "Acknowledged events on their way to Postgres. Read-only: emptying it would delete them."
      : "Deliveries on their way out. Postgres holds the truth about each; the jobs only carry ids.",
  });
  // Both lanes hold queues of the same name; the board tells its queues apart by name alone.
  adapter.getName = () => words.join(".");
  adapter.getStatuses = () => [...shownStates];
  adapter.setFormatter("data", readOnlyMode ? redactIntakeData : redactDeliveryData);
  adapter.setFormatter("returnValue", redactResult);
  adapter.setFormatter("progress", redactResult);
  adapter.setVisibilityGuard(async () => await probe.isReachable(lane));
  return adapter;
}

/** `{delivery.crm}` in Redis as `delivery`, `crm`, `redis`; the braces are the store's own need. */
function wordsOf(name: string, lane: BoardQueue["lane"]): string[] {
  const [kind = name, ...destination] = name.replaceAll(/[{}]/gu, "").split(".");
  return [kind, ...(destination.length > 0 ? [destination.join(".")] : []), lane];
}
