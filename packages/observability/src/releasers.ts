import type { Logger } from "./logger.ts";

export type Release = () => Promise<void> | void;

export interface Releasers {
  /** What is added last is released first. Once unwinding has begun, it is released on the spot. */
  add(what: string, release: Release): void;
  /** Releases everything within the deadline. @returns whether all of it went well */
  unwind(deadlineMs: number): Promise<boolean>;
}

/** Collects how to close what a process opened. A failing or hanging one is logged by name and stops no other. */
export function createReleasers(log: Logger): Releasers {
  const open: { what: string; release: Release }[] = [];
  let unwinding = false;
  let clean = true;
  let current = "";

  async function releaseAll(): Promise<void> {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      current = next.what;
      try {
        await next.release();
      } catch (error) {
        clean = false;
        log.error({ err: error, what: next.what }, "could not close");
      }
    }
  }

  return {
    add(what, release) {
      open.push({ what, release });
      if (unwinding) void releaseAll();
    },
    async unwind(deadlineMs) {
      unwinding = true;
      const overdue = Promise.withResolvers<"overdue">();
      const timer = setTimeout(() => overdue.resolve("overdue"), deadlineMs);
      const outcome = await Promise.race([releaseAll(), overdue.promise]);
      clearTimeout(timer);
      if (outcome !== "overdue") return clean;
      log.error({ what: current, left: open.map(({ what }) => what), deadlineMs }, "not closed within the deadline");
      return false;
    },
  };
}
