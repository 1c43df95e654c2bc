import type { MediaPart, ModelMetadata, ModelRequest, ModelUsage, ParameterDescription } from "@modelfleet/core";

/** What a model adds to its answer at one go; a bare string is text. */
export interface EnginePiece {
  /** New text. */
  text?: string | undefined;
  /** New thinking. */
  thinking?: string | undefined;
  media?: readonly MediaPart[] | undefined;
  /** Why the answer ends, such as `stop` or `length`. The last one given counts; `stop` without any. */
  finishReason?: string | undefined;
  /** What the generation took. The last one given counts. */
  usage?: ModelUsage | undefined;
}

/** What every function of an engine is called with, besides its arguments. */
export interface EngineCall {
  /** The name that the model is served under. */
  model: string;
  /** Aborted when the caller gives up or leaves the stream: whatever waits must end then. */
  signal: AbortSignal;
  /** What the call was sent with, such as its request id and its trace, for those who ask a server themselves. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * A model, by what it can do. What is left out, the engine refuses by name.
 *
 * A thrown `GenerationError` is an answer: an output with its `errorCode` and message. Anything else that is thrown
 * reaches the caller as it is, such as a failed connection. An abort surfaces as the signal's reason, whatever is
 * thrown.
 */
export interface EngineDefinition {
  /** Names the engine in errors, such as `echo`. */
  name: string;
  /** Streams an answer piece by piece. */
  generate?: ((request: ModelRequest, call: EngineCall) => AsyncIterable<string | EnginePiece>) | undefined;
  /** One vector per text. */
  embed?: ((texts: readonly string[], call: EngineCall) => Promise<number[][]> | number[][]) | undefined;
  /** One score per document, higher for a better fit. */
  rerank?:
    | ((query: string, documents: readonly string[], call: EngineCall) => Promise<number[]> | number[])
    | undefined;
  /** Without it every count is -1: no tokenizer. */
  countTokens?: ((text: string, call: EngineCall) => Promise<number> | number) | undefined;
  /** What is known of the model; the rest is filled in. */
  metadata?: (() => Partial<ModelMetadata> | Promise<Partial<ModelMetadata>>) | undefined;
  /** The parameters that `start` takes. */
  descriptions?: readonly ParameterDescription[] | undefined;
  /** Gets ready. @param params by the names of `descriptions` */
  start?: ((params: Readonly<Record<string, unknown>>) => Promise<void> | void) | undefined;
  /** Lets go of everything; called once at most after each start. */
  stop?: (() => Promise<void> | void) | undefined;
  /** In place of the clock, in milliseconds since the epoch, for metrics. */
  now?: (() => number) | undefined;
}
