/** Somebody asked for the end (Ctrl-C, a signal); no failure. */
export class StopRequested extends Error {
  override name = "StopRequested";
}

/** Why a run ends, whoever comes first: a signal or a part that died. */
export interface Halt {
  signal: AbortSignal;
  /** Ends the run with this reason. */
  because(reason: Error): void;
  /** Resolves when the run is to end; the signal has the reason. */
  asked: Promise<void>;
  dispose(): void;
}

// npm and the terminal both pass one Ctrl-C on; a person's second one comes later.
const repeatGraceMs = 1_500;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** @param force called when a signal comes again after a while: whoever sent it does not want to wait */
export function createHalt(force: () => void): Halt {
  const controller = new AbortController();
  const asked = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  let firstAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    firstAt ??= Date.now();
    if (Date.now() - firstAt > repeatGraceMs) force();
    controller.abort(new StopRequested(signal));
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    because: (reason) => controller.abort(reason),
    asked,
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
