import { errorMessage } from "@touchline/observability/describe-error";

/** What was opened, to be closed in reverse. */
export interface Closers {
  add(what: string, close: () => Promise<void> | void): void;
  isEmpty(): boolean;
  /** Closes everything, one after the other. @returns what went wrong, one line each */
  closeAll(): Promise<string[]>;
}

export function createClosers(): Closers {
  const open: { what: string; close: () => Promise<void> | void }[] = [];
  return {
    add: (what, close) => void open.push({ what, close }),
    isEmpty: () => open.length === 0,
    closeAll: async () => {
      const problems: string[] = [];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        try {
          await next.close();
        } catch (error) {
          problems.push(`${next.what}: ${errorMessage(error)}`);
        }
      }
      return problems;
    },
  };
}
