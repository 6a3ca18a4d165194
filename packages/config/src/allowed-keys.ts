import { z } from "zod";
import type { KeyPath } from "./problem.ts";

/** The part of a JSON Schema that says which keys there are. */
interface Shape {
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | boolean;
  items?: Shape;
  anyOf?: Shape[];
  oneOf?: Shape[];
  allOf?: Shape[];
}

/** Names of the keys that a schema takes at a path, in the schema's order. */
export function allowedKeys(schema: z.ZodType, path: KeyPath = []): string[] {
  const root: Shape = asShape(z.toJSONSchema(schema, { unrepresentable: "any", io: "input", reused: "inline" }));
  const shapes = path.reduce<Shape[]>((level, part) => level.flatMap((shape) => step(shape, part)), alternatives(root));
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape.properties ?? {})))];
}

function step(shape: Shape, part: string | number): Shape[] {
  if (typeof part === "number") return alternatives(shape.items);
  const rest = typeof shape.additionalProperties === "object" ? shape.additionalProperties : undefined;
  return alternatives(shape.properties?.[part] ?? rest);
}

function alternatives(shape: Shape | undefined): Shape[] {
  if (shape === undefined) return [];
  const nested = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])];
  return [shape, ...nested.flatMap(alternatives)];
}

/** zod writes JSON Schema with objects alone in these places; only `items` may be a list in older drafts. */
function asShape(schema: object): Shape {
  return schema;
}
