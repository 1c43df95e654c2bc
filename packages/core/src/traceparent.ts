/** The span that a request is part of, by W3C Trace Context: in hexadecimal digits, 32, 16 and 2 of them. */
export interface TraceParent {
  traceId: string;
  spanId: string;
  flags: string;
}

/** Reads a `traceparent`; `undefined` for none, or one that says nothing. Source: https://www.w3.org/TR/trace-context/ */
export function readTraceParent(value: string | undefined): TraceParent | undefined {
  const [, traceId, spanId, flags] = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})/.exec(value ?? "") ?? [];
  if (!traceId || !spanId || !flags || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, flags };
}
