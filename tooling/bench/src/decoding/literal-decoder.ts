import { type ModelOutput, type ModelOutputContent, readModelOutput } from "@modelfleet/core";

/** How a frame's JSON is read. */
export type ReadFrame = (value: unknown) => ModelOutputContent;

/** As the reference does: fields are taken as they come, nothing is checked. */
export function readUnchecked(value: unknown): ModelOutputContent {
  const frame = value as WireFrame;
  let text = frame.text ?? "";
  let thinking: string | undefined;
  const parts = frame.content === undefined ? [] : Array.isArray(frame.content) ? frame.content : [frame.content];
  for (const { type, object } of parts) {
    if (type === "thinking") thinking = object.data ?? "";
    else text = object.data ?? "";
  }
  const usage = frame.usage && {
    promptTokens: frame.usage.prompt_tokens,
    completionTokens: frame.usage.completion_tokens,
    totalTokens: frame.usage.total_tokens,
  };
  const metrics = frame.metrics && readMetrics(frame.metrics);
  return {
    text,
    thinking,
    media: undefined,
    errorCode: frame.error_code,
    finishReason: frame.finish_reason ?? undefined,
    usage: usage ?? undefined,
    metrics: metrics ?? undefined,
    modelContext: frame.model_context ?? undefined,
  };
}

/** As core does: every field is checked. */
export function readChecked(value: unknown): ModelOutputContent {
  return readModelOutput(value, "frame");
}

interface WirePart {
  type: "text" | "thinking";
  object: { data: string | null };
}

interface WireFrame {
  text?: string;
  content?: WirePart | WirePart[];
  error_code: number;
  finish_reason: string | null;
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null;
  metrics: Record<string, unknown> | null;
  model_context: Record<string, unknown> | null;
}

const metricNames: readonly (readonly [wire: string, ours: string])[] = [
  "collect_index",
  "start_time_ms",
  "end_time_ms",
  "current_time_ms",
  "first_token_time_ms",
  "first_completion_time_ms",
  "first_completion_tokens",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "speed_per_second",
  "prefill_tokens_per_second",
  "decode_tokens_per_second",
  "current_gpu_infos",
  "avg_gpu_infos",
].map((wire) => [wire, wire.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())] as const);

function readMetrics(wire: Record<string, unknown>): Record<string, unknown> {
  const metrics: Record<string, unknown> = {};
  for (const [from, to] of metricNames) {
    if (wire[from] !== null && wire[from] !== undefined) metrics[to] = wire[from];
  }
  return metrics;
}

/**
 * The reference client's way, ported literally: append to a buffer, split at NUL, decode and parse every frame. With
 * the same rules for deltas as ours. Copies as Python's `bytes` do.
 */
export async function* decodeLiterally(
  chunks: AsyncIterable<Uint8Array>,
  read: ReadFrame,
): AsyncGenerator<ModelOutput, void> {
  const decoder = new TextDecoder();
  let buffer: Uint8Array = new Uint8Array(0);
  let text = "";
  let thinking = "";
  for await (const chunk of chunks) {
    const joined = new Uint8Array(buffer.length + chunk.length);
    joined.set(buffer);
    joined.set(chunk, buffer.length);
    buffer = joined;
    for (let nul = buffer.indexOf(0); nul >= 0; nul = buffer.indexOf(0)) {
      const content = read(JSON.parse(decoder.decode(buffer.slice(0, nul))));
      buffer = buffer.slice(nul + 1);
      const final = content.finishReason !== undefined || content.errorCode !== 0;
      const newText = final ? content.text : finished(content.text);
      const newThinking = final ? (content.thinking ?? "") : finished(content.thinking ?? "");
      const grows = newText.startsWith(text) && newThinking.startsWith(thinking);
      const thinkingDelta = grows ? newThinking.slice(thinking.length) : newThinking;
      yield {
        ...content,
        text: newText,
        thinking: content.thinking === undefined ? undefined : newThinking,
        delta: grows ? newText.slice(text.length) : newText,
        thinkingDelta: content.thinking === undefined ? undefined : thinkingDelta,
        reset: grows ? undefined : true,
      };
      text = newText;
      thinking = newThinking;
    }
  }
}

/** Without an unfinished character at its end. */
function finished(text: string): string {
  let length = text.length;
  while (length > 0 && (text.charCodeAt(length - 1) === 0xfffd || (text.charCodeAt(length - 1) & 0xfc00) === 0xd800)) {
    length--;
  }
  return text.slice(0, length);
}
