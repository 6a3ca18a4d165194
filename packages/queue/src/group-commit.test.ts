import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createGroupCommit } from "./group-commit.ts";

function openCommits() {
  const groups: { items: string[]; done: (result: string) => void }[] = [];
  const commit = (items: string[]): Promise<string> => new Promise((done) => groups.push({ items, done }));
  return { groups, commit };
}

const bounds = { sizeOf: (item: string) => item.length, maxItems: 3, maxBytes: 10, maxInFlight: 1 };

test("an item alone is committed at once, alone", async () => {
  const { groups, commit } = openCommits();
  const commits = createGroupCommit({ ...bounds, commit });
  const result = commits.add("a");
  await sleep(1);
  expect(groups.map(({ items }) => items)).toEqual([["a"]]);
  groups[0]?.done("stored");
  expect(await result).toBe("stored");
});

test("items of one turn, and items that arrive during a commit, share the next one in order", async () => {
  const { groups, commit } = openCommits();
  const commits = createGroupCommit({ ...bounds, commit });
  const first = [commits.add("a"), commits.add("b")];
  await sleep(1);
  const second = [commits.add("c"), commits.add("d")];
  await sleep(1);
  expect(groups.map(({ items }) => items)).toEqual([["a", "b"]]);
  groups[0]?.done("one");
  expect(await Promise.all(first)).toEqual(["one", "one"]);
  await sleep(1);
  expect(groups.map(({ items }) => items)).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  groups[1]?.done("two");
  expect(await Promise.all(second)).toEqual(["two", "two"]);
});

test("nobody is settled before the commit of their own group is", async () => {
  const { groups, commit } = openCommits();
  const commits = createGroupCommit({ ...bounds, commit, maxInFlight: 2 });
  const settled: string[] = [];
  void commits.add("a").then((result) => settled.push(result));
  await sleep(1);
  void commits.add("b").then((result) => settled.push(result));
  await sleep(1);
  groups[1]?.done("second");
  await sleep(1);
  expect(settled).toEqual(["second"]);
  groups[0]?.done("first");
  await sleep(1);
  expect(settled).toEqual(["second", "first"]);
});

test("a group ends before it would exceed its count or its bytes, and one item may exceed them alone", async () => {
  const { groups, commit } = openCommits();
  const commits = createGroupCommit({ ...bounds, commit });
  for (const item of ["1", "2", "3", "4", "123456", "1234", "1", "123456789012"]) void commits.add(item);
  for (let i = 0; i < 10; i++) {
    await sleep(1);
    groups.at(-1)?.done("ok");
  }
  expect(groups.map(({ items }) => items)).toEqual([["1", "2", "3"], ["4", "123456"], ["1234", "1"], ["123456789012"]]);
});

test("no more commits are under way than allowed", async () => {
  const { groups, commit } = openCommits();
  const commits = createGroupCommit({ ...bounds, maxItems: 1, maxInFlight: 2, commit });
  for (const item of ["a", "b", "c"]) void commits.add(item);
  await sleep(2);
  expect(groups).toHaveLength(2);
});

test("drained waits for what waits and what is under way", async () => {
  const { groups, commit } = openCommits();
  const commits = createGroupCommit({ ...bounds, maxItems: 1, commit });
  await commits.drained();
  void commits.add("a");
  void commits.add("b");
  let drained = false;
  void commits.drained().then(() => (drained = true));
  await sleep(2);
  groups[0]?.done("ok");
  await sleep(2);
  expect(drained).toBe(false);
  groups[1]?.done("ok");
  await sleep(2);
  expect(drained).toBe(true);
});
