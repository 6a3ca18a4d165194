import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createSlots } from "./slots.ts";

test("no more work runs at a time than there are slots, failures included", async () => {
  const slots = createSlots(2);
  let running = 0;
  let most = 0;
  const work = async (fails: boolean): Promise<void> => {
    most = Math.max(most, ++running);
    await sleep(2);
    running -= 1;
    if (fails) throw new Error("x");
  };
  const results = await Promise.allSettled(
    [true, false, true, false, false].map((fails) => slots.run(() => work(fails))),
  );
  expect(most).toBe(2);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
});
