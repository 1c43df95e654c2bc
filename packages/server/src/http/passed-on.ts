import { type CallOptions, readTraceParent, spanHeader } from "@modelfleet/core";
import { requestIdHeader } from "./request-id.ts";

/** Values go into headers of other requests, and into logs there. */
const forms: Readonly<Record<string, RegExp>> = {
  traceparent: /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/,
  tracestate: /^[\x20-\x7e]{1,512}$/,
  [spanHeader]: /^[\w.:+/=-]{1,256}$/,
};

/** What goes with each call that a request causes: its id, and the trace that it belongs to. */
export function passedOnHeaders(request: Request, requestId: string): Record<string, string> {
  const headers: Record<string, string> = { [requestIdHeader]: requestId };
  for (const [name, form] of Object.entries(forms)) {
    const value = request.headers.get(name);
    if (value !== null && form.test(value)) headers[name] = value;
  }
  const span = spanOf(headers);
  if (span !== undefined) headers[spanHeader] = span;
  return headers;
}

/** The options of each call that a request causes; it ends with the request. */
export function passedOn(request: Request, requestId: string): CallOptions & { signal: AbortSignal } {
  return { signal: request.signal, headers: passedOnHeaders(request, requestId) };
}

/** The span that the caller continues, as DB-GPT names it: its own header, else that of W3C Trace Context. */
export function spanOf(headers: Readonly<Record<string, string>>): string | undefined {
  const parent = readTraceParent(headers.traceparent);
  return headers[spanHeader] ?? (parent && `${parent.traceId}:${parent.spanId}`);
}
