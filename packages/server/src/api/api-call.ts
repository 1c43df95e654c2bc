import type { CallOptions, ModelRegistry, WorkerManager } from "@modelfleet/core";
import { spanOf as spanOfHeaders } from "../http/passed-on.ts";
import type { KeyHolder } from "./key-holder.ts";

/** What every route works with, made once for the app. */
export interface ApiContext {
  manager: WorkerManager;
  registry: ModelRegistry;
  maxBodyBytes: number;
  ignored: ReadonlySet<string>;
  /** When the app was made, in seconds since the epoch: controllers do not say when a model came. */
  startedAt: number;
  /** Seconds since the epoch. */
  now(): number;
  /** Tells the operator of what failed, unless it is the caller's fault. */
  report(error: unknown, call: ApiCall): void;
}

/** One request. */
export interface ApiCall {
  context: ApiContext;
  request: Request;
  requestId: string;
  /** What goes with each call that it causes. */
  headers: Readonly<Record<string, string>>;
  /** Whose key it came with, where that is known. */
  holder?: KeyHolder | undefined;
}

/** The span that the caller continues, as DB-GPT's clients name it. */
export function spanOf({ headers }: ApiCall): string | undefined {
  return spanOfHeaders(headers);
}

/** What goes with each call to a worker. @param signal in place of the request's own */
export function callOptions({ request, headers }: ApiCall, signal: AbortSignal = request.signal): CallOptions {
  return { signal, headers };
}
