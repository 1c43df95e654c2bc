import { type CallOptions, ModelfleetError, type ModelOutput } from "@modelfleet/core";
import { type Attributes, isSpanContextValid, type Span, SpanStatusCode } from "@opentelemetry/api";
import { attributes } from "./names.ts";
import type { Telemetry } from "./telemetry.ts";
import { dbgptSpanId, traceHeaders } from "./trace-headers.ts";

/** The span of one call, and its figures when it ends. */
export class ObservedCall {
  readonly #telemetry: Telemetry;
  readonly #span: Span;
  readonly #common: Attributes;
  readonly #began: number = performance.now();
  /** In seconds since it began. */
  #firstOutput: number | undefined;
  #last: ModelOutput | undefined;
  #ended = false;

  constructor(telemetry: Telemetry, span: Span, common: Attributes) {
    this.#telemetry = telemetry;
    this.#span = span;
    this.#common = common;
  }

  /** The call's options with headers that make the next server's spans children of this one. */
  options<T extends CallOptions>(given: T | undefined): T {
    const context = this.#span.spanContext();
    if (!isSpanContextValid(context)) return (given ?? {}) as T;
    return { ...given, headers: { ...given?.headers, ...traceHeaders(context) } } as T;
  }

  /** A request that names this span as DB-GPT's workers read it. */
  request<T extends { spanId?: string | undefined }>(given: T): T {
    const context = this.#span.spanContext();
    return isSpanContextValid(context) ? { ...given, spanId: dbgptSpanId(context) } : given;
  }

  output(output: ModelOutput): void {
    if (!this.#last) this.#first(output);
    this.#last = output;
  }

  /** What texts were made into. Returns it. */
  vectors<T extends readonly (readonly number[])[]>(vectors: T): T {
    const [vector] = vectors;
    if (vector) this.#span.setAttribute(attributes.dimensions, vector.length);
    return vectors;
  }

  /** One that fails at once has no first token. */
  #first({ errorCode = 0 }: ModelOutput): void {
    if (errorCode !== 0) return;
    this.answered();
    this.#firstOutput = this.#seconds();
    this.#telemetry.firstOutput.record(this.#firstOutput, this.#labels());
    this.#span.setAttribute(attributes.timeToFirstChunk, this.#firstOutput);
  }

  /** The whole of an answer that does not stream. Returns it. */
  whole(output: ModelOutput): ModelOutput {
    this.#last = output;
    return output;
  }

  /** The model gave an answer, or the beginning of one. */
  answered(): void {
    if (this.#failedAnswer() === undefined) this.#telemetry.answered(String(this.#common[attributes.model]));
  }

  #labels(): Attributes {
    return this.#telemetry.labels(this.#common);
  }

  /** Only the first end counts. An error's words may be a model's: only its kind is told. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    const type = error === undefined ? this.#failedAnswer() : errorType(error);
    const failed: Attributes = type === undefined ? {} : { [attributes.errorType]: type };
    const seconds = this.#seconds();
    this.#telemetry.duration.record(seconds, { ...this.#labels(), ...failed });
    this.#span.setAttributes(failed);
    if (type === undefined) this.#pace(seconds);
    else this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#count();
    this.#span.end();
  }

  #count(): void {
    const { usage, finishReason } = this.#last ?? {};
    if (finishReason) this.#span.setAttribute(attributes.finishReasons, [finishReason]);
    const counts = [
      ["input", attributes.inputTokens, usage?.promptTokens],
      ["output", attributes.outputTokens, usage?.completionTokens],
    ] as const;
    for (const [type, attribute, count] of counts) {
      if (count === undefined) continue;
      this.#span.setAttribute(attribute, count);
      this.#telemetry.tokens?.record(count, { ...this.#labels(), [attributes.tokenType]: type });
    }
  }

  /** How fast tokens followed the first one. One that is left had no end, and says nothing of it. */
  #pace(seconds: number): void {
    const { usage, finishReason } = this.#last ?? {};
    const tokens = (usage?.completionTokens ?? 0) - 1;
    if (this.#firstOutput === undefined || !finishReason || tokens < 1) return;
    this.#telemetry.perToken?.record((seconds - this.#firstOutput) / tokens, this.#labels());
  }

  #failedAnswer(): string | undefined {
    return (this.#last?.errorCode ?? 0) === 0 ? undefined : "generation_failed";
  }

  #seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }
}

function errorType(error: unknown): string {
  if (ModelfleetError.isInstance(error)) return error.code;
  return error instanceof Error ? error.name : "_OTHER";
}
