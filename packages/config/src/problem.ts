/** One thing that is wrong with the configuration. `message` says what is wrong and what is allowed; holds no secret. */
export interface ConfigProblem {
  /** The file's path as given, or `environment`. */
  file: string;
  line?: number;
  /** Path of the key (`destinations.crm.type`) or the variable's name; empty for the file as a whole. */
  key: string;
  message: string;
}

/** Where something stands in the YAML: keys and list positions from the top. */
export type KeyPath = readonly (string | number)[];

/** A problem of the file before its line is known. */
export interface PathProblem {
  path: KeyPath;
  message: string;
}

export const environmentFile = "environment";

/** `touchline.yaml:7 destinations.crm.typ: unknown key; …` */
export function formatProblem({ file, line, key, message }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return key === "" ? `${place}: ${message}` : `${place} ${key}: ${message}`;
}

/** One problem a line. */
export function formatProblems(problems: readonly ConfigProblem[]): string {
  return problems.map(formatProblem).join("\n");
}

/** `["a", "b", 0]` as `a.b[0]`. */
export function formatPath(path: KeyPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

export function startsWith(path: KeyPath, start: KeyPath): boolean {
  return start.every((part, i) => path[i] === part);
}

export function valueAt(tree: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    tree,
  );
}
