/** Waits, unless the signal ends it. Injected, so that tests set the pace without a clock. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** Resolves after `ms`, at once if that is 0. Rejects with the signal's reason. */
export const timerDelay: Delay = (ms, signal) => {
  if (signal.aborted) return Promise.reject(signal.reason);
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", settle);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(settle, ms);
    signal.addEventListener("abort", settle);
  });
};

/** Never resolves; rejects with the signal's reason. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
