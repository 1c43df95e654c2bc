import type { WireTraits } from "./generation.ts";
import { PythonFloat } from "./python-json.ts";

export interface Usage extends Readonly<Record<string, unknown>> {
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  total_tokens?: number | null;
}

/** A speed, or null where the clock has not moved on. */
function rate(tokens: number, since: number, now: number): PythonFloat | null {
  return now > since ? new PythonFloat(tokens / ((now - since) / 1000)) : null;
}

/**
 * The metrics of a generation, frame by frame; what one frame knows the next keeps.
 *
 * Source: `_new_metrics_from_model_output` in DB-GPT's `model/cluster/worker/default_worker.py`.
 */
export class GenerationMetrics {
  readonly #traits: WireTraits;
  readonly #startedAt: number = Date.now();
  #index = 0;
  #firstTokenAt: number | null = null;
  #firstCompletionAt: number | null = null;
  #firstTokens: number | null = null;
  #prompt: number | null = null;
  #completion: number | null = null;
  #total: number | null = null;
  #speed: PythonFloat | null = null;
  #decodeSpeed: PythonFloat | null = null;
  /** Empty, as on a machine without a GPU, from the first usage on. */
  #gpus: readonly never[] | null = null;

  constructor(traits: WireTraits) {
    this.#traits = traits;
  }

  next(usage: Usage | null): Record<string, unknown> {
    const now = Date.now();
    this.#index += 1;
    this.#firstCompletionAt ??= now;
    if (usage) this.#count(usage, now);
    return {
      collect_index: this.#index,
      start_time_ms: this.#startedAt,
      end_time_ms: now,
      current_time_ms: now,
      first_token_time_ms: this.#firstTokenAt,
      first_completion_time_ms: this.#firstCompletionAt,
      first_completion_tokens: this.#firstTokens,
      prompt_tokens: this.#prompt,
      completion_tokens: this.#completion,
      total_tokens: this.#total,
      speed_per_second: this.#speed,
      ...(this.#traits.decodeSpeed
        ? { prefill_tokens_per_second: null, decode_tokens_per_second: this.#decodeSpeed }
        : {}),
      current_gpu_infos: this.#gpus,
      avg_gpu_infos: this.#gpus,
    };
  }

  #count(usage: Usage, now: number): void {
    const completion = usage.completion_tokens ?? this.#completion;
    if (this.#index === 1) this.#firstTokens = completion;
    if (completion === 1) this.#firstTokenAt ??= now;
    this.#prompt = usage.prompt_tokens || this.#prompt;
    this.#completion = completion || this.#completion;
    this.#total = usage.total_tokens || this.#total;
    this.#gpus = [];
    if (this.#total === null) return;
    this.#speed = rate(this.#total, this.#startedAt, now) ?? this.#speed;
    if (this.#firstTokenAt === null) return;
    this.#decodeSpeed = rate(this.#completion ?? 0, this.#firstTokenAt, now) ?? this.#decodeSpeed;
  }
}
