import { countTokens } from "./answer.ts";
import type { WireTraits } from "./generation.ts";
import type { StandInFrame } from "./model.ts";
import { PythonFloat } from "./python-json.ts";

type WireRow = Record<string, unknown>;

/** The counts and times of one generation, as upstream's worker collects them from frame to frame. */
export interface FrameState {
  /** By `Date.now()`. */
  startedAt: number;
  /** Absent before the first frame. */
  firstAt?: number;
  /** Frames sent. */
  index: number;
  promptTokens: number;
  echo: boolean;
}

const part = (type: string, data: string | null, format: string): WireRow => ({ type, object: { data, format } });

/** One part alone, or an array of them, as upstream's `ModelOutput.build` does it. */
function content(frame: StandInFrame): WireRow | WireRow[] {
  const media = (frame.media ?? []).map(({ type, data, format }) => part(type, data, format));
  const thinking = frame.thinking === undefined ? [] : [part("thinking", frame.thinking, "text")];
  const text = frame.text === undefined && thinking.length > 0 ? [] : [part("text", frame.text ?? "", "text")];
  const parts = [...thinking, ...text, ...media];
  return parts.length === 1 ? (parts[0] as WireRow) : parts;
}

function usageOf(frame: StandInFrame, state: FrameState): WireRow {
  const completion = countTokens(frame.text ?? "") + countTokens(frame.thinking ?? "");
  return {
    prompt_tokens: state.promptTokens,
    completion_tokens: completion,
    total_tokens: state.promptTokens + completion,
  };
}

/** Source: `_new_metrics_from_model_output` in DB-GPT's `model/cluster/worker/default_worker.py`. */
function metrics(usage: WireRow | null, state: FrameState, traits: WireTraits): WireRow {
  const now = Date.now();
  const first = state.firstAt ?? now;
  const total = Number(usage?.total_tokens ?? 0);
  const completed = Number(usage?.completion_tokens ?? 0);
  const speed = (tokens: number, since: number): PythonFloat | null =>
    tokens > 0 && now > since ? new PythonFloat(tokens / ((now - since) / 1000)) : null;
  return {
    collect_index: state.index + 1,
    start_time_ms: state.startedAt,
    end_time_ms: now,
    current_time_ms: now,
    first_token_time_ms: usage ? first : null,
    first_completion_time_ms: first,
    first_completion_tokens: usage ? 1 : null,
    prompt_tokens: usage ? (usage.prompt_tokens ?? null) : null,
    completion_tokens: completed || null,
    total_tokens: total || null,
    speed_per_second: speed(total, state.startedAt),
    ...(traits.decodeSpeed
      ? { prefill_tokens_per_second: null, decode_tokens_per_second: speed(completed, first) }
      : {}),
    current_gpu_infos: null,
    avg_gpu_infos: null,
  };
}

/**
 * A frame as upstream's `asdict(ModelOutput)` has it. `shown` differs from `frame` in a delta stream: it is what is
 * sent, while usage counts the whole.
 */
export function frameToWire(
  frame: StandInFrame,
  shown: StandInFrame,
  state: FrameState,
  traits: WireTraits,
): Record<string, unknown> {
  const errorCode = frame.errorCode ?? 0;
  const said = traits.content ? { content: content(shown) } : { text: shown.text ?? "" };
  const head = { ...said, error_code: errorCode, ...(traits.incremental ? { incremental: false } : {}) };
  // Upstream builds the frame of a failure afresh, with nothing but the message.
  if (errorCode !== 0) {
    return { ...head, model_context: null, finish_reason: null, usage: null, metrics: null };
  }
  const usage = frame.usage === undefined ? usageOf(frame, state) : frame.usage;
  return {
    ...head,
    model_context: { prompt_echo_len_char: -1, has_format_prompt: false, echo: state.echo },
    finish_reason: frame.finishReason ?? null,
    usage,
    metrics: metrics(usage, state, traits),
  };
}
