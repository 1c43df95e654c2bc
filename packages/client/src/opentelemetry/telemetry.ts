import type { CallOptions, ModelOutput } from "@modelfleet/core";
import {
  type Attributes,
  type Context,
  context,
  type Histogram,
  isSpanContextValid,
  type Meter,
  type MeterProvider,
  metrics,
  SpanKind,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { attributes, metricNames, type Operation, outputTokenTime, provider, tokenUsage } from "./names.ts";
import { ObservedCall } from "./observed-call.ts";
import { ObservedStream } from "./observed-stream.ts";
import { spanContextOf } from "./trace-headers.ts";

export interface TelemetryOptions {
  /** The global one by default. */
  tracerProvider?: TracerProvider | undefined;
  /** The global one by default. */
  meterProvider?: MeterProvider | undefined;
}

/** Sides of a connection have their own kind of span, and their own metrics. */
export type Side = "client" | "server";

const scope = "modelfleet";

/** Callers make up names, and each one in a figure is a series for good. */
const maxModels = 1_000;

/** Makes spans and figures of calls to models. Prompts, answers, keys and tokens are in neither. */
export class Telemetry {
  readonly duration: Histogram;
  readonly firstOutput: Histogram;
  /** Of clients. */
  readonly tokens: Histogram | undefined;
  /** Of servers. */
  readonly perToken: Histogram | undefined;
  readonly #tracer: Tracer;
  readonly #side: Side;
  /** Those that have answered: whatever a call for another one fails with, it says nothing of whether that exists. */
  readonly #models = new Set<string>();

  constructor(side: Side, { tracerProvider = trace, meterProvider = metrics }: TelemetryOptions) {
    this.#side = side;
    this.#tracer = tracerProvider.getTracer(scope);
    const meter = meterProvider.getMeter(scope);
    this.duration = histogram(meter, metricNames[side].duration);
    this.firstOutput = histogram(meter, metricNames[side].firstOutput);
    this.tokens = side === "client" ? histogram(meter, tokenUsage) : undefined;
    this.perToken = side === "server" ? histogram(meter, outputTokenTime) : undefined;
  }

  /** Figures may name the model from here on. */
  answered(model: string): void {
    if (this.#models.size < maxModels) this.#models.add(model);
  }

  /** What a figure says of a call: without the model's name, unless a model of that name has answered. */
  labels(common: Attributes): Attributes {
    const { [attributes.model]: model, ...others } = common;
    return this.#models.has(String(model)) ? common : others;
  }

  /**
   * A call that is answered once.
   *
   * @param more what else the span says of it
   */
  async ask<T>(
    operation: Operation,
    model: string,
    options: CallOptions | undefined,
    more: Attributes,
    send: (call: ObservedCall) => Promise<T>,
  ): Promise<T> {
    const call = this.#begin(operation, model, options, more);
    try {
      const answer = await send(call);
      call.answered();
      call.end();
      return answer;
    } catch (error) {
      call.end(error);
      throw error;
    }
  }

  /** A chat that streams: it begins when it is first read. */
  stream(
    model: string,
    options: CallOptions | undefined,
    more: Attributes,
    open: (call: ObservedCall) => AsyncIterable<ModelOutput>,
  ): ObservedStream {
    return new ObservedStream(() => this.#begin("chat", model, options, more), open);
  }

  /** A call that begins, as a child of the active span, or of the one that its headers name. */
  #begin(operation: Operation, model: string, options: CallOptions | undefined, more: Attributes): ObservedCall {
    const common = {
      [attributes.operation]: operation,
      [attributes.provider]: provider,
      [attributes.model]: model,
    };
    const kind = this.#side === "client" ? SpanKind.CLIENT : SpanKind.SERVER;
    const span = this.#tracer.startSpan(
      `${operation} ${model}`,
      { kind, attributes: { ...common, ...more } },
      parentOf(options),
    );
    return new ObservedCall(this, span, common);
  }
}

function parentOf(options: CallOptions | undefined): Context {
  const active = context.active();
  const here = trace.getSpanContext(active);
  if (here && isSpanContextValid(here)) return active;
  const remote = spanContextOf(options?.headers);
  return remote ? trace.setSpanContext(active, remote) : active;
}

function histogram(
  meter: Meter,
  { name, unit, description, bounds }: { name: string; unit: string; description: string; bounds: number[] },
): Histogram {
  return meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: bounds } });
}
