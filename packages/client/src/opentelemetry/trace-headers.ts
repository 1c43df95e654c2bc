import { readTraceParent, spanHeader } from "@modelfleet/core";
import { type SpanContext, TraceFlags } from "@opentelemetry/api";

type Headers = Readonly<Record<string, string>>;

/** The span that headers name by W3C Trace Context. */
export function spanContextOf(headers: Headers | undefined): SpanContext | undefined {
  const parent = readTraceParent(headers?.traceparent);
  if (!parent) return undefined;
  const { traceId, spanId, flags } = parent;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

/** A span's name in DB-GPT's own tracing. Source: `DBGPT_TRACER_SPAN_ID` in DB-GPT's `util/tracer`. */
export function dbgptSpanId({ traceId, spanId }: SpanContext): string {
  return `${traceId}:${spanId}`;
}

/** What tells the next server of a span, in both forms. */
export function traceHeaders(context: SpanContext): Record<string, string> {
  const { traceId, spanId, traceFlags } = context;
  const sampled = (traceFlags & TraceFlags.SAMPLED) === 0 ? "00" : "01";
  return { traceparent: `00-${traceId}-${spanId}-${sampled}`, [spanHeader]: dbgptSpanId(context) };
}
