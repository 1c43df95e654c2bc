import type { CallOptions, ModelRegistry, WorkerManager } from "@modelfleet/core";
import { passedOnHeaders, spanOf as spanOfHeaders } from "../http/passed-on.ts";
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
  /** Whose key it came with, where that is known. */
  holder?: KeyHolder | undefined;
}

/** The span that the caller continues, as DB-GPT's clients name it. */
export function spanOf({ request, requestId }: ApiCall): string | undefined {
  return spanOfHeaders(passedOnHeaders(request, requestId));
}

/** What goes with each call to a worker. @param signal in place of the request's own */
export function callOptions({ request, requestId }: ApiCall, signal: AbortSignal = request.signal): CallOptions {
  return { signal, headers: passedOnHeaders(request, requestId) };
}
