import { environmentFile, type ConfigProblem } from "./problem.ts";

export type ReadFile = (path: string) => string | undefined;

/** The variables a process was given. Empty counts as unset, since compose and CI pass empty values for missing ones. */
export interface Environment {
  /** The value of `NAME`, or what the file named by `NAME_FILE` holds without its last line break. */
  get(name: string): string | undefined;
  /** What was wrong with the variables asked for so far; each once. */
  problems: ConfigProblem[];
}

export function createEnvironment(env: Readonly<Record<string, string | undefined>>, readFile: ReadFile): Environment {
  const known = new Map<string, string | undefined>();
  const problems: ConfigProblem[] = [];

  function read(name: string): string | undefined {
    const value = env[name] || undefined;
    const fileKey = `${name}_FILE`;
    const path = env[fileKey] || undefined;
    if (path === undefined) return value;
    if (value !== undefined) {
      problems.push({
        file: environmentFile,
        key: name,
        message: `is set twice, as ${name} and as ${fileKey}; keep one`,
      });
      return value;
    }
    const outcome = tryRead(readFile, path);
    if (outcome.ok) return outcome.text.replace(/[\r\n]+$/u, "") || undefined;
    problems.push({ file: environmentFile, key: fileKey, message: `names the file ${path}, which ${outcome.message}` });
    return undefined;
  }

  return {
    problems,
    get(name) {
      if (!known.has(name)) known.set(name, read(name));
      return known.get(name);
    },
  };
}

export type FileOutcome = { ok: true; text: string } | { ok: false; missing: boolean; message: string };

/** Reads a file without throwing; the message continues a sentence about it. */
export function tryRead(readFile: ReadFile, path: string): FileOutcome {
  try {
    const text = readFile(path);
    return text === undefined ? { ok: false, missing: true, message: "does not exist" } : { ok: true, text };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, missing: false, message: `cannot be read (${reason})` };
  }
}
