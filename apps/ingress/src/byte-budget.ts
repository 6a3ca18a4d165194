/** How many bytes of bodies may be held at a time. */
export interface ByteBudget {
  /** Takes bytes out; false, and nothing taken, when there are not enough. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  taken(): number;
}

export function createByteBudget(total: number): ByteBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > total) return false;
      taken += bytes;
      return true;
    },
    give(bytes) {
      taken -= bytes;
    },
    taken: () => taken,
  };
}
