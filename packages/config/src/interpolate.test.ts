import { expect, test } from "vitest";
import { createEnvironment } from "./environment.ts";
import { interpolate } from "./interpolate.ts";

const run = (tree: unknown) =>
  interpolate(
    tree,
    createEnvironment({ A: "1", B: "two", EMPTY: "" }, () => undefined),
  );

test.each<[unknown, unknown]>([
  ["${A}", "1"],
  ["x-${A}-${B}", "x-1-two"],
  ["$${A}", "${A}"],
  ["costs $5", "costs $5"],
  [{ a: ["${A}", 2, true, null] }, { a: ["1", 2, true, null] }],
  [{ keep: 1, gone: "${NOPE}", half: "${A}${EMPTY}" }, { keep: 1 }],
  [["${NOPE}", "b"], ["b"]],
])("%j becomes %j", (tree, expected) => {
  expect(run(tree).value).toEqual(expected);
});

test("what is left out is told with its place and every variable it lacks", () => {
  expect(run({ a: ["x", "${N1}${N2}"] }).leftOut).toEqual([{ path: ["a", 1], variables: ["N1", "N2"] }]);
});

test.each(["${}", "${1A}", "${A", "${A b}"])("%s is a problem, not a text", (text) => {
  expect(run({ key: text }).problems).toMatchObject([{ path: ["key"] }]);
});
