/** Resolves after `ms`, or as soon as one of the signals aborts; the caller looks at them. */
export function wait(ms: number, signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    if (signals.some((signal) => signal.aborted)) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", done);
      resolve();
    };
    // Without end: only a signal ends the wait, and no timer keeps a process alive.
    const timer = Number.isFinite(ms) ? setTimeout(done, ms) : undefined;
    for (const signal of signals) signal.addEventListener("abort", done);
  });
}

/** Resolves with the promise, however it settles, or when the signal aborts. */
export function settled(promise: Promise<unknown>, signals: readonly AbortSignal[]): Promise<void> {
  const done = new AbortController();
  const end = (): void => done.abort();
  promise.then(end, end);
  return wait(Number.POSITIVE_INFINITY, [...signals, done.signal]);
}
