import type { Environment } from "./environment.ts";
import type { KeyPath, PathProblem } from "./problem.ts";

/** A value that was left out because it names a variable nobody set. */
export interface LeftOut {
  path: KeyPath;
  variables: string[];
}

export interface Interpolated {
  value: unknown;
  leftOut: LeftOut[];
  problems: PathProblem[];
}

const reference = /\$\$\{|\$\{([^}]*)\}?/gu;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/**
 * Resolves `${NAME}` in every text of a tree; `$${` stands for `${` itself. Keys are taken as they are. A value with
 * an unset variable is left out of its map or list.
 */
export function interpolate(tree: unknown, env: Environment): Interpolated {
  const leftOut: LeftOut[] = [];
  const problems: PathProblem[] = [];

  function resolve(value: unknown, path: KeyPath): unknown {
    if (typeof value === "string") return resolveText(value, path);
    if (Array.isArray(value)) {
      return value.map((item: unknown, i) => resolve(item, [...path, i])).filter((item) => item !== undefined);
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, [...path, key])] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }

  function resolveText(text: string, path: KeyPath): string | undefined {
    const variables: string[] = [];
    const resolved = text.replace(reference, (match: string, name: string | undefined) => {
      if (match === "$${") return "${";
      if (name === undefined || !match.endsWith("}") || !variableName.test(name)) {
        const message = `${match} names no variable; allowed: \${NAME} of letters, digits and _; write $\${ for a plain \${`;
        problems.push({ path, message });
        return match;
      }
      const value = env.get(name);
      if (value === undefined) variables.push(name);
      return value ?? "";
    });
    if (variables.length === 0) return resolved;
    leftOut.push({ path, variables });
    return undefined;
  }

  return { value: resolve(tree, []), leftOut, problems };
}
