import type { ModelMetrics, ModelOutput, ModelUsage } from "@modelfleet/core";
import type { EnginePiece } from "./engine-definition.ts";
import type { GenerationMeter } from "./generation-meter.ts";

/** An answer as it grows: turns pieces into outputs. */
export class Answer {
  #text = "";
  #thinking: string | undefined;
  readonly #meter: GenerationMeter;
  readonly #metricsInEach: boolean;

  /** @param metricsInEach whether each output has metrics; otherwise the last one only */
  constructor(meter: GenerationMeter, metricsInEach: boolean) {
    this.#meter = meter;
    this.#metricsInEach = metricsInEach;
  }

  /** The output of a piece, unless there is nothing to see in it. */
  add({ text = "", thinking, media }: EnginePiece): ModelOutput | undefined {
    if (!(text || thinking || media)) return undefined;
    this.#meter.tick();
    this.#text += text;
    if (thinking) this.#thinking = (this.#thinking ?? "") + thinking;
    const metrics = this.#metricsInEach ? this.#meter.read(undefined) : undefined;
    return this.#output(text, thinking, { media, metrics });
  }

  /** The last output; adds no text. */
  end(finishReason: string, usage: ModelUsage | undefined): ModelOutput {
    return this.#output("", "", { finishReason, usage, metrics: this.#meter.read(usage) });
  }

  /** The output in place of the last one: the message takes the place of the text. */
  fail(errorCode: number, message: string): ModelOutput {
    const reset = this.#text ? true : undefined;
    this.#text = message;
    return this.#output(message, reset ? this.#thinking : "", { errorCode, reset });
  }

  /** The one place where outputs are made, so that all have one hidden class. */
  #output(
    delta: string,
    thinkingDelta: string | undefined,
    rest: {
      media?: ModelOutput["media"];
      errorCode?: number;
      finishReason?: string;
      usage?: ModelUsage | undefined;
      metrics?: ModelMetrics | undefined;
      reset?: true | undefined;
    },
  ): ModelOutput {
    return {
      text: this.#text,
      delta,
      reset: rest.reset,
      thinking: this.#thinking,
      thinkingDelta: this.#thinking === undefined ? undefined : (thinkingDelta ?? ""),
      media: rest.media,
      errorCode: rest.errorCode ?? 0,
      finishReason: rest.finishReason,
      usage: rest.usage,
      metrics: rest.metrics,
      modelContext: undefined,
    };
  }
}
