export interface StuckDetector {
  /** A job was taken; call what is returned when it is done with. */
  taking(): () => void;
  /** @returns whether jobs have waited and none was taken for so long that the worker should be replaced */
  look(jobsWait: boolean): boolean;
  /** From the replacement until a job is taken, or none waits any more. */
  isStuck(): boolean;
}

/** Tells a worker that takes no jobs from one that has none to take or is busy with the last. */
export function createStuckDetector(stuckAfterMs: number, now: () => number = Date.now): StuckDetector {
  let handling = 0;
  /** Since when jobs wait and this worker does nothing about it. */
  let idleSince: number | undefined;
  let stuck = false;

  return {
    taking() {
      handling += 1;
      idleSince = undefined;
      stuck = false;
      return () => {
        handling -= 1;
        idleSince = undefined;
      };
    },
    look(jobsWait) {
      if (!jobsWait || handling > 0) {
        idleSince = undefined;
        stuck = false;
        return false;
      }
      idleSince ??= now();
      if (now() - idleSince < stuckAfterMs) return false;
      // The replacement gets as long as its predecessor.
      idleSince = now();
      stuck = true;
      return true;
    },
    isStuck: () => stuck,
  };
}
