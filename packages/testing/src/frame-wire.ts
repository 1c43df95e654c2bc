import { countTokens } from "./answer.ts";
import type { WireTraits } from "./generation.ts";
import type { GenerationMetrics, Usage } from "./generation-metrics.ts";
import type { StandInFrame } from "./model.ts";

type WireRow = Record<string, unknown>;

/** What a generation carries from frame to frame. */
export interface FrameState {
  /** Frames sent. */
  index: number;
  promptTokens: number;
  echo: boolean;
  metrics: GenerationMetrics;
}

const part = (type: string, data: string | null, format: string): WireRow => ({ object: { data, format }, type });

/** One part alone, or an array of them, as upstream's `ModelOutput.build` does it. */
function content(frame: StandInFrame): WireRow | WireRow[] {
  const media = (frame.media ?? []).map(({ type, data, format }) => part(type, data, format));
  const thinking = frame.thinking === undefined ? [] : [part("thinking", frame.thinking, "text")];
  const text = frame.text === undefined && thinking.length > 0 ? [] : [part("text", frame.text ?? "", "text")];
  const parts = [...thinking, ...text, ...media];
  return parts.length === 1 ? (parts[0] as WireRow) : parts;
}

function usageOf(frame: StandInFrame, state: FrameState): Usage {
  const completion = countTokens(frame.text ?? "") + countTokens(frame.thinking ?? "");
  return {
    prompt_tokens: state.promptTokens,
    completion_tokens: completion,
    total_tokens: state.promptTokens + completion,
  };
}

/** The frame of an exception, which upstream makes afresh: nothing but the message. */
export function failureToWire(text: string, errorCode: number, traits: WireTraits): WireRow {
  return {
    ...(traits.content ? { content: content({ text }) } : { text }),
    error_code: errorCode,
    ...(traits.incremental ? { incremental: false } : {}),
    model_context: null,
    finish_reason: null,
    usage: null,
    metrics: null,
  };
}

/**
 * A frame as upstream's `asdict(ModelOutput)` has it. `shown` differs from `frame` in a delta stream: it is what is
 * sent, while usage counts the whole.
 */
export function frameToWire(frame: StandInFrame, shown: StandInFrame, state: FrameState, traits: WireTraits): WireRow {
  const failed = (frame.errorCode ?? 0) !== 0;
  const usage = frame.usage === undefined ? (failed ? null : usageOf(frame, state)) : frame.usage;
  return {
    ...(traits.content ? { content: content(shown) } : { text: shown.text ?? "" }),
    error_code: frame.errorCode ?? 0,
    ...(traits.incremental ? { incremental: false } : {}),
    model_context: { prompt_echo_len_char: -1, has_format_prompt: false, echo: state.echo },
    finish_reason: frame.finishReason ?? null,
    usage,
    metrics: state.metrics.next(usage as Usage | null),
  };
}
