import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import type { KeyPath } from "./problem.ts";

export interface YamlFile {
  /** What the file holds; an empty file holds an empty map. */
  tree: unknown;
  /** Line of a key or list item, counted from 1; of its nearest parent when it does not exist. */
  lineOf(path: KeyPath): number | undefined;
  /** Faults of the YAML itself. */
  faults: { line: number; message: string }[];
}

/** Parses YAML 1.2 without throwing and remembers where everything stands. */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings].map((fault) => ({
    line: lines.linePos(fault.pos[0]).line,
    message: `is not valid YAML: ${fault.message}`,
  }));
  return {
    tree: faults.length === 0 ? toTree(document, faults) : {},
    lineOf: (path) => {
      const offset = offsetOf(document, path);
      return offset === undefined ? undefined : lines.linePos(offset).line;
    },
    faults,
  };
}

function toTree(document: Document, faults: YamlFile["faults"]): unknown {
  try {
    return (document.toJS() as unknown) ?? {};
  } catch (error) {
    // Too many aliases, or one without its anchor.
    faults.push({ line: 1, message: `is not valid YAML: ${error instanceof Error ? error.message : String(error)}` });
    return {};
  }
}

function offsetOf(document: Document, path: KeyPath): number | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const part of path) {
    const parent: unknown = isAlias(node) ? node.resolve(document) : node;
    const child = childOf(parent, part);
    if (child === undefined) break;
    offset = child.offset ?? offset;
    node = child.node;
  }
  return offset;
}

function childOf(parent: unknown, part: string | number): { node: unknown; offset: number | undefined } | undefined {
  if (isSeq(parent) && typeof part === "number") {
    const item = parent.items[part];
    return isNode(item) ? { node: item, offset: item.range?.[0] } : undefined;
  }
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part),
  );
  return isScalar(pair?.key) ? { node: pair.value, offset: pair.key.range?.[0] } : undefined;
}
