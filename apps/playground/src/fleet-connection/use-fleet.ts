import type { ModelInstance, ModelMetadata } from "@modelfleet/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "../state/store.ts";
import type { Connection } from "./connection.ts";
import { connectionStore } from "./connection-store.ts";

/** The connection, once there is one. */
export function useConnection(): Connection | undefined {
  return useStore(connectionStore, (state) => (state.status === "connected" ? state.connection : undefined));
}

/** What was asked for last. Data stay while they are refreshed, and when a refresh fails. */
export interface Polled<T> {
  data: T | undefined;
  error: unknown;
  /** Asks at once. */
  refresh: () => void;
}

/** Asks again and again while the page is seen. `ask` must be stable (`useCallback`, or outside the component). */
export function usePolled<T>(
  ask: (connection: Connection, signal: AbortSignal) => Promise<T>,
  everyMs: number,
): Polled<T> {
  const connection = useConnection();
  const [state, setState] = useState<{ data: T | undefined; error: unknown }>({ data: undefined, error: undefined });
  const askNow = useRef<() => void>(undefined);
  const refresh = useCallback(() => askNow.current?.(), []);

  useEffect(() => {
    if (!connection) return setState({ data: undefined, error: undefined });
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const poll = async () => {
      clearTimeout(timer);
      try {
        if (!document.hidden) {
          const data = await ask(connection, signal);
          if (!signal.aborted) setState({ data, error: undefined });
        }
      } catch (error) {
        if (!signal.aborted) setState((before) => ({ ...before, error }));
      }
      if (signal.aborted) return;
      clearTimeout(timer);
      timer = setTimeout(poll, everyMs);
    };
    askNow.current = () => void poll();
    // Whoever comes back to the page does not wait for the next turn.
    const seen = () => document.hidden || void poll();
    document.addEventListener("visibilitychange", seen);
    void poll();
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [connection, ask, everyMs]);

  return { ...state, refresh };
}

const askModels = ({ fleet }: Connection, signal: AbortSignal): Promise<ModelMetadata[]> => fleet.models({ signal });
const askInstances = ({ fleet }: Connection, signal: AbortSignal): Promise<ModelInstance[]> =>
  fleet.instances({}, { signal });

/** The chat models that have a healthy instance, by name. */
export const useModels = (): Polled<ModelMetadata[]> => usePolled(askModels, 15_000);

/** The registry's rows, those of worker processes and unhealthy ones included. */
export const useInstances = (everyMs = 3_000): Polled<ModelInstance[]> => usePolled(askInstances, everyMs);
