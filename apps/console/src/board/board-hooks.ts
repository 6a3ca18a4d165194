import type { BoardHooks, ControllerHandlerReturnType } from "@bull-board/api/typings/app";
import { isRecord } from "./redact-job.ts";

/** What may be done to a delivery queue here. Its jobs are only transport: pausing and editing happen in Postgres. */
const offered = new Set([
  "put /api/queues/:queueName/retry/:queueStatus",
  "put /api/queues/:queueName/promote",
  "put /api/queues/:queueName/resume",
  "put /api/queues/resume",
  "put /api/queues/:queueName/:jobId/retry",
  "put /api/queues/:queueName/:jobId/promote",
  "put /api/queues/:queueName/:jobId/clean",
]);

const hiddenReason = "hidden here; the activity-worker's log tells it, by the receipt id";

/**
 * Guards Bull Board's API: only what is offered passes (intake queues refuse that too, they are read-only), and what
 * went wrong with an intake job, which may quote what somebody wrote, is left out of the answers.
 */
export function boardHooks({ isIntake }: { isIntake: (queueName: string) => boolean }): BoardHooks {
  return {
    before({ method, route }) {
      if (method === "get" || offered.has(`${method} ${route}`)) return undefined;
      const message = "The queues are only transport; here jobs can be retried, promoted or removed one by one.";
      return { allow: false, status: 403, errorKey: "ERRORS.FORBIDDEN", message };
    },
    after({ route, request }, result) {
      const { queueName } = request.params as { queueName?: string };
      if (route === "/api/queues") return { ...result, body: redactQueues(result.body, isIntake) };
      if (queueName === undefined || !isIntake(queueName)) return result;
      if (route.endsWith("/logs")) return { ...result, body: [] };
      return { ...result, body: redactAnswer(result.body) };
    },
  };
}

type Body = ControllerHandlerReturnType["body"];

function redactQueues(body: Body, isIntake: (queueName: string) => boolean): Body {
  const whole: unknown = body;
  if (!isRecord(whole) || !Array.isArray(whole["queues"])) return body;
  const queues = whole["queues"].map((queue: unknown) => {
    if (!isRecord(queue) || !Array.isArray(queue["jobs"]) || !isIntake(String(queue["name"]))) return queue;
    return { ...queue, jobs: queue["jobs"].map(redactFailure) };
  });
  return { ...whole, queues };
}

function redactAnswer(body: Body): Body {
  const whole: unknown = body;
  return isRecord(whole) && "job" in whole ? { ...whole, job: redactFailure(whole["job"]) } : body;
}

function redactFailure(job: unknown): unknown {
  if (!isRecord(job)) return job;
  return { ...job, stacktrace: [], failedReason: job["failedReason"] ? hiddenReason : job["failedReason"] };
}
