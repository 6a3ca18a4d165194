/** What a process is given from outside. */
export type Environment = Readonly<Record<string, string | undefined>>;
