import type { IQueueBackend, JobsOptions, Processor, Queue, Worker } from "bullmq";
import type { LaneName } from "./catalog.ts";

/** BullMQ's classes on either store. */
export type LaneQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend>;
export type LaneWorker = Worker<unknown, void, string, IQueueBackend>;
export type LaneProcessor = Processor<unknown, void>;

export interface JobToAdd {
  /** What the dashboard shows it as. */
  name: string;
  /** Never a `:`, never digits alone; a job of an id that the queue still holds is not added again. */
  id: string;
  data: unknown;
  delayMs?: number | undefined;
  options: JobsOptions;
}

/** How a queue stands in one store. */
export interface QueueDepth {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  /** When the job that waits longest was added, in milliseconds since 1970. */
  oldestWaitingAt: number | undefined;
  /** Somebody paused the queue itself, so that nobody takes from it. */
  paused: boolean;
}

export interface WorkerSettings {
  /** Jobs at a time. */
  concurrency: number;
  /** How long an idle worker blocks before it asks again. */
  idleMs: number;
  /** A job whose worker is gone is retaken after this, twice it at most. */
  lockMs: number;
}

export interface OpenedWorker {
  worker: LaneWorker;
  /** Finishes the jobs under way, then closes; past the deadline the connections are cut. Never rejects. */
  close(deadlineMs: number): Promise<void>;
}

/** One store as a lane: everything that is told to it or asked of it goes through here. */
export interface LaneStore {
  lane: LaneName;
  /** Resolves once the store has confirmed all of the jobs. Fails fast while it is away, but may hang when it hangs. */
  add(queueName: string, jobs: readonly JobToAdd[]): Promise<void>;
  /** A real small write, and what else must hold before events are put here. @throws with the reason why not */
  probe(): Promise<void>;
  depth(queueName: string): Promise<QueueDepth>;
  queue(queueName: string): LaneQueue;
  /** The worker is made stopped: `run()` starts it. It survives the store being away, at its making too. */
  openWorker(queueName: string, processor: LaneProcessor, settings: WorkerSettings): OpenedWorker;
  /** Sentences about settings that make a confirmation worth less than it should be. */
  weaknesses(): string[];
  /** Resolves within a second, whatever state the store is in. */
  close(): Promise<void>;
}
