import type { Timeouts } from "./transport.ts";

/** What both forms of the transport take. */
export interface TransportOptions {
  /** Sent as `Authorization: Bearer`. A function is asked before every request, so that tokens may change. */
  token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Over `defaultTimeouts`; a request may set its own over these. */
  timeouts?: Partial<Timeouts> | undefined;
  /**
   * Asked before every request. `spanId` is sent as `DB-GPT-Trace-Span-Id`, which DB-GPT continues; `traceparent` is
   * that of W3C Trace Context.
   */
  trace?: (() => { spanId?: string | undefined; traceparent?: string | undefined } | undefined) | undefined;
}

/**
 * 10 s to connect. 10 minutes to the first bytes: a long prompt on a loaded worker takes that, and a model that is
 * started answers only when it is loaded. 2 minutes between two pieces. Upstream waits an hour for the whole.
 */
export const defaultTimeouts: Timeouts = { connectMs: 10_000, firstFrameMs: 600_000, idleMs: 120_000 };
