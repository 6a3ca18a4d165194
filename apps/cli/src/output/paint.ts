import { styleText } from "node:util";

export type Tone = "good" | "bad" | "warn" | "faint" | "strong";
export type Paint = (tone: Tone, text: string) => string;

const styles = { good: "green", bad: "red", warn: "yellow", faint: "dim", strong: "bold" } as const;

/** @param enabled whether the stream is a terminal that shows colours and nobody asked for none */
export function createPaint(enabled: boolean): Paint {
  return (tone, text) => (enabled && text !== "" ? styleText(styles[tone], text, { validateStream: false }) : text);
}
