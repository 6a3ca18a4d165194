import type { Answer } from "../context.ts";
import { oneLine } from "../output/table.ts";
import type { Paint } from "../output/paint.ts";
import type { SendResult } from "./post-webhook.ts";

/** So many answers are told one by one; more are counted. */
const oneByOne = 20;

export interface Sent {
  url: string;
  form: string;
  sample: string;
  results: readonly SendResult[];
}

/** Not ok unless every answer is 202. */
export function summariseResults({ url, form, sample, results }: Sent, paint: Paint): Answer {
  const accepted = results.filter(isAccepted).length;
  const unreached = results.some(({ status }) => status === undefined);
  const lines = [
    ...(results.length <= oneByOne ? results.map((result) => answerLine(result, paint)) : countLines(results, paint)),
    `${accepted} of ${results.length} accepted by ${url}`,
    ...(unreached
      ? [`No answer from ${new URL(url).host}: is the ingress running there? touchline doctor tells.`]
      : []),
  ];
  const ok = accepted === results.length;
  return { ok, json: { ok, url, form, sample, sent: results.length, accepted, results }, lines };
}

function isAccepted({ status }: SendResult): boolean {
  return status === 202;
}

function answerLine(result: SendResult, paint: Paint): string {
  const { eventId, durationMs } = result;
  return `${paint(isAccepted(result) ? "good" : "bad", wordsOf(result))}  ${eventId}  ${paint("faint", `${durationMs} ms`)}`;
}

function countLines(results: readonly SendResult[], paint: Paint): string[] {
  const counts = new Map<string, { result: SendResult; count: number }>();
  for (const result of results) {
    const words = wordsOf(result);
    counts.set(words, { result, count: (counts.get(words)?.count ?? 0) + 1 });
  }
  const times = results.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return [
    ...[...counts].map(
      ([words, { result, count }]) => `${paint(isAccepted(result) ? "good" : "bad", words)}: ${count}`,
    ),
    paint("faint", `median ${at(0.5)} ms, 99 % within ${at(0.99)} ms, slowest ${at(1)} ms`),
  ];
}

function wordsOf({ status, answer }: SendResult): string {
  return `${status ?? "no answer"} ${oneLine(answer, 120)}`.trim();
}
