import { defaultRetryPolicy } from "@touchline/domain/retry";
import { allowedKeys } from "./allowed-keys.ts";
import { lacksValue, nameRecord, unsetBelow, type Built, type Draft } from "./built.ts";
import { checkConnectorOptions, type DestinationOptions } from "./check-connector-options.ts";
import type { DestinationConfig } from "./config.ts";
import { explainIssues } from "./explain-issues.ts";
import { DestinationKeys } from "./file-schema.ts";
import { valueAt, type KeyPath, type PathProblem } from "./problem.ts";

const defaultTimeoutMs = 15_000;
const defaultConcurrency = 10;

/**
 * Builds every destination of the file.
 * @param given names with their keys, `${NAME}` resolved
 * @param known each connector's own keys; without it a type and its keys are taken as they are
 */
export function buildDestinations(
  given: readonly (readonly [string, object])[],
  draft: Draft,
  known: DestinationOptions | undefined,
): Built<Record<string, DestinationConfig>> {
  const built = given.map(([name, keys]) => buildDestination(name, keys, draft, known));
  const values = built.flatMap(({ value }) => (value === undefined ? [] : [[value.name, value] as const]));
  return { value: nameRecord(values), problems: built.flatMap(({ problems }) => problems) };
}

function buildDestination(
  name: string,
  given: object,
  draft: Draft,
  known: DestinationOptions | undefined,
): Built<DestinationConfig | undefined> {
  const path = ["destinations", name];
  const { common, options } = splitKeys(given);
  const parsed = DestinationKeys.safeParse(common);
  const problems = [
    ...(parsed.success ? [] : explainIssues(parsed.error.issues, DestinationKeys, path, valueAt(draft.written, path))),
    ...checkRanges(path, parsed.data, draft),
    ...checkConnectorOptions({ path, type: common["type"], options, draft, known }),
  ];
  if (!parsed.success) return { value: undefined, problems };
  const { type, when, retry, timeout, concurrency } = parsed.data;
  const value: DestinationConfig = {
    name,
    type,
    when: when ?? {},
    retry: retryPolicy(retry),
    timeoutMs: timeout ?? defaultTimeoutMs,
    concurrency: concurrency ?? defaultConcurrency,
    options,
    unset: unsetBelow(draft, path),
  };
  return { value, problems };
}

const commonKeys: readonly string[] = allowedKeys(DestinationKeys);

function splitKeys(given: object) {
  const entries: [string, unknown][] = Object.entries(given);
  return {
    common: Object.fromEntries(entries.filter(([key]) => commonKeys.includes(key))),
    options: Object.fromEntries(entries.filter(([key]) => !commonKeys.includes(key))),
  };
}

function retryPolicy(given: DestinationKeys["retry"]) {
  return {
    firstMs: given?.first ?? defaultRetryPolicy.firstMs,
    maxMs: given?.max ?? defaultRetryPolicy.maxMs,
    giveUpAfterMs: given?.giveUpAfter ?? defaultRetryPolicy.giveUpAfterMs,
  };
}

/** What one key alone cannot say. */
function checkRanges(path: KeyPath, keys: DestinationKeys | undefined, draft: Draft): PathProblem[] {
  if (keys === undefined) return [];
  const lists = (["activities", "campaigns"] as const).filter((key) => {
    const at = [...path, "when", key];
    return keys.when?.[key]?.length === 0 && !lacksValue(draft, at);
  });
  const problems = lists.map((key) => ({
    path: [...path, "when", key],
    message: "is an empty list, which nothing would match; leave the key out to take all",
  }));
  const { firstMs, maxMs } = retryPolicy(keys.retry);
  if (firstMs <= maxMs) return problems;
  return [...problems, { path: [...path, "retry"], message: "first must not be longer than max (1h unless set)" }];
}
