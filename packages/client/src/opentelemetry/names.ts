/**
 * OpenTelemetry's names for calls of generative models, all that are used, so that one file follows when they change.
 *
 * Source: `docs/gen-ai/gen-ai-spans.md` and `gen-ai-metrics.md` of https://github.com/open-telemetry/semantic-conventions-genai,
 * which are in development; `error.type` is stable. Left out of what they recommend: `gen_ai.request.stop_sequences`, a
 * text of the caller's; `server.address`, since a call may go to several workers before one answers; and
 * `gen_ai.client.operation.time_per_output_chunk`, a measurement for each output.
 */
export const attributes = {
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  model: "gen_ai.request.model",
  temperature: "gen_ai.request.temperature",
  topP: "gen_ai.request.top_p",
  topK: "gen_ai.request.top_k",
  maxNewTokens: "gen_ai.request.max_tokens",
  presencePenalty: "gen_ai.request.presence_penalty",
  frequencyPenalty: "gen_ai.request.frequency_penalty",
  /** True for what streams, and absent otherwise. */
  stream: "gen_ai.request.stream",
  /** In seconds, of what streams. */
  timeToFirstChunk: "gen_ai.response.time_to_first_chunk",
  dimensions: "gen_ai.embeddings.dimension.count",
  finishReasons: "gen_ai.response.finish_reasons",
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  tokenType: "gen_ai.token.type",
  errorType: "error.type",
} as const;

/** The first two are the convention's; it has none for the others and allows one's own. */
export type Operation = "chat" | "embeddings" | "rerank" | "count_tokens";

/** The protocol that is spoken, whatever the model behind it. */
export const provider = "dbgpt";

interface MetricName {
  name: string;
  unit: "s" | "{token}";
  description: string;
  /** The bounds of its buckets, as the conventions advise them. */
  bounds: number[];
}

const seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const tokens = Array.from({ length: 14 }, (_, power) => 4 ** power);
const toFirst = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const perToken = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];

/** By the side of the connection that measures. */
export const metricNames: Readonly<Record<"client" | "server", { duration: MetricName; firstOutput: MetricName }>> = {
  client: {
    duration: {
      name: "gen_ai.client.operation.duration",
      unit: "s",
      description: "From a call until its end.",
      bounds: seconds,
    },
    firstOutput: {
      name: "gen_ai.client.operation.time_to_first_chunk",
      unit: "s",
      description: "From a streamed call until its first output.",
      bounds: seconds,
    },
  },
  server: {
    duration: {
      name: "gen_ai.server.request.duration",
      unit: "s",
      description: "From a request until its end, waiting included.",
      bounds: seconds,
    },
    firstOutput: {
      name: "gen_ai.server.time_to_first_token",
      unit: "s",
      description: "From a streamed request until its first output, waiting included.",
      bounds: toFirst,
    },
  },
};

/** Measured by clients only: what a server generates, a client has used. */
export const tokenUsage: MetricName = {
  name: "gen_ai.client.token.usage",
  unit: "{token}",
  description: "Tokens of a call, by the worker's count.",
  bounds: tokens,
};

/** Measured by servers only, of answers that came to their end. */
export const outputTokenTime: MetricName = {
  name: "gen_ai.server.time_per_output_token",
  unit: "s",
  description: "From the first output until the end, for each token after the first, by the worker's count.",
  bounds: perToken,
};
