import type { ModelMetrics, ModelUsage } from "@modelfleet/core";

const perSecond = (tokens: number | undefined, ms: number): number | undefined =>
  tokens && ms > 0 ? tokens / (ms / 1000) : undefined;

/** Takes the times of one generation. */
export class GenerationMeter {
  readonly #now: () => number;
  readonly #startedAt: number;
  #firstAt: number | undefined;
  #pieces = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** Something of the answer is there. */
  tick(): void {
    this.#pieces += 1;
    this.#firstAt ??= this.#now();
  }

  /**
   * Speeds are over what was generated; DB-GPT's own `speed_per_second` counts the prompt too.
   *
   * @param usage absent where it is not known (yet): no speeds then
   */
  read(usage: ModelUsage | undefined): ModelMetrics {
    const now = this.#now();
    const first = this.#firstAt;
    // The first token is the end of the prompt's work; the others are what the decoder did since.
    const decoded = usage && usage.completionTokens - 1;
    return {
      collectIndex: this.#pieces,
      startTimeMs: this.#startedAt,
      endTimeMs: now,
      currentTimeMs: now,
      firstTokenTimeMs: first,
      firstCompletionTimeMs: first,
      firstCompletionTokens: first === undefined ? undefined : 1,
      promptTokens: usage?.promptTokens,
      completionTokens: usage?.completionTokens,
      totalTokens: usage?.totalTokens,
      speedPerSecond: perSecond(usage?.completionTokens, now - this.#startedAt),
      prefillTokensPerSecond: first === undefined ? undefined : perSecond(usage?.promptTokens, first - this.#startedAt),
      decodeTokensPerSecond: first === undefined ? undefined : perSecond(decoded, now - first),
    };
  }
}
