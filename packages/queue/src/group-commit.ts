export interface GroupCommit<T, R> {
  /** Joins the next group; resolves with what came of it. */
  add(item: T): Promise<R>;
  /** Resolves once nothing waits and nothing is under way. */
  drained(): Promise<void>;
}

interface Waiting<T, R> {
  item: T;
  settle: (result: R) => void;
}

export interface GroupCommitOptions<T, R> {
  /** Must not reject. */
  commit: (items: T[]) => Promise<R>;
  sizeOf: (item: T) => number;
  /** A group ends before it would exceed either; a single item may. */
  maxItems: number;
  maxBytes: number;
  maxInFlight: number;
}

/**
 * Lets items that arrive together share one commit. What arrives in one turn of the event loop, or while every commit
 * slot is taken, forms the next group; an item alone goes at once. Items keep their order within and across groups.
 */
export function createGroupCommit<T, R>(options: GroupCommitOptions<T, R>): GroupCommit<T, R> {
  const waiting: Waiting<T, R>[] = [];
  const onDrained: (() => void)[] = [];
  let inFlight = 0;
  let scheduled = false;

  function schedule(): void {
    if (scheduled || inFlight >= options.maxInFlight) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      while (waiting.length > 0 && inFlight < options.maxInFlight) void commitGroup(takeGroup());
    });
  }

  function takeGroup(): Waiting<T, R>[] {
    let bytes = 0;
    let count = 0;
    for (const { item } of waiting) {
      bytes += options.sizeOf(item);
      if (count > 0 && (count >= options.maxItems || bytes > options.maxBytes)) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }

  async function commitGroup(group: Waiting<T, R>[]): Promise<void> {
    inFlight += 1;
    const result = await options.commit(group.map(({ item }) => item));
    inFlight -= 1;
    for (const { settle } of group) settle(result);
    if (waiting.length > 0) schedule();
    else if (inFlight === 0) for (const resolve of onDrained.splice(0)) resolve();
  }

  return {
    add: (item) =>
      new Promise((settle) => {
        waiting.push({ item, settle });
        schedule();
      }),
    drained: () =>
      waiting.length === 0 && inFlight === 0 ? Promise.resolve() : new Promise((resolve) => onDrained.push(resolve)),
  };
}
