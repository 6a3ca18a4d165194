/** What a test file took from the run's servers, for the leak check at its end. */
export interface Taken {
  databases: string[];
  redis: string | undefined;
}

export const taken: Taken = { databases: [], redis: undefined };
