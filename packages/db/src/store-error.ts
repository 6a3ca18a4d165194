/**
 * Error classes of SQLSTATE that say "this value is at fault": data exceptions, integrity violations, and a program
 * limit reached by one value (54000 index row too large). Everything else is the store's own trouble and passes.
 */
const valueFaults = ["22", "23", "54"];

/**
 * Whether an error of a batch is the fault of a value in it, so that trying again as it is cannot help.
 * Network errors, shutdowns, locks, full disks and the like are not.
 */
export function isValueFault(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== undefined && valueFaults.includes(state.slice(0, 2));
}

/** Errors of our own making, or of Prisma's checks of what we gave it: the store has no part in them. */
const bugs = new Set([
  "TypeError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "ZodError",
  "PrismaClientValidationError",
]);

/** Whether an error is the doing of the value or of the code that handles it, and not of a store that is away. */
export function isEventFault(error: unknown): boolean {
  return isValueFault(error) || (error instanceof Error && bugs.has(error.name));
}

/** The SQLSTATE inside an error of Prisma's driver adapter or of pg itself. */
export function sqlStateOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 5) return undefined;
  for (const key of ["originalCode", "code"]) {
    const value: unknown = Reflect.get(error, key);
    if (
      typeof value === "string" &&
      /^[0-9A-Z]{5}$/u.test(value) &&
      /\d/u.test(value) &&
      !/^P[12]\d{3}$/u.test(value)
    ) {
      return value;
    }
  }
  for (const key of ["cause", "meta", "driverAdapterError"]) {
    const state = sqlStateOf(Reflect.get(error, key), depth + 1);
    if (state !== undefined) return state;
  }
  return undefined;
}
