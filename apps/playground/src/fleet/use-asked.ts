import { useCallback, useEffect, useState } from "react";

/** Asks once, and again on `retry`. `ask` must be stable. */
export function useAsked<T>(ask: (signal: AbortSignal) => Promise<T>): {
  data: T | undefined;
  error: unknown;
  retry: () => void;
} {
  const [state, setState] = useState<{ data: T | undefined; error: unknown }>({ data: undefined, error: undefined });
  const load = useCallback(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState({ data: undefined, error: undefined });
    ask(signal).then(
      (data) => signal.aborted || setState({ data, error: undefined }),
      (error: unknown) => signal.aborted || setState({ data: undefined, error }),
    );
    return () => controller.abort();
  }, [ask]);
  useEffect(load, [load]);
  return { ...state, retry: load };
}
