import { expect, test } from "vitest";
import { safeNext } from "./safe-next.ts";

test.each(["/", "/queues", "/queues/queue/intake.redis?status=failed", "/b?x=//evil.example"])(
  "leads to %s",
  (path) => {
    expect(safeNext(path)).toBe(path);
  },
);

test.each([
  ...["//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)", "evil"],
  ...["/\t/evil.example", "/\n/evil.example", "/ /evil.example", "/..//evil.example", "/.//evil.example", "", " /x"],
  ...["/login", "/login?next=/", "/logout", `/${"x".repeat(600)}`, undefined, ["/queues"], 7],
])("goes to the start page instead of %j", (wanted) => {
  expect(safeNext(wanted)).toBe("/");
});
