import { GenerationError, type ModelRequest } from "@modelfleet/core";
import type { ChatWrapper, LlamaContext, LlamaContextSequence, LlamaText, Token } from "node-llama-cpp";
import type { EnginePiece } from "../define/engine-definition.ts";
import { PieceQueue } from "../pieces/piece-queue.ts";
import { chatHistory } from "./chat-history.ts";
import type { LoadedModel } from "./load-model.ts";
import type { LlamaCppEngineOptions } from "./options.ts";
import { sampling } from "./sampling.ts";
import type { Lease, SequencePool } from "./sequence-pool.ts";

/** What generations on a model share. */
export interface Generator {
  loaded: LoadedModel;
  options: LlamaCppEngineOptions;
  context: LlamaContext;
  pool: SequencePool;
  /** The model's own chat template. */
  chatWrapper: ChatWrapper;
  /** Generations under way, which must have ended before the memory is given back. None of them rejects. */
  active: Set<Promise<void>>;
}

function promptOf({ chatWrapper }: Generator, { messages, prompt }: ModelRequest): LlamaText | string {
  if (messages.length === 0 && prompt !== undefined) return prompt;
  const history = chatHistory(messages);
  return chatWrapper.generateContextState({ chatHistory: [...history, { type: "model", response: [] }] }).contextText;
}

type Push = (piece: EnginePiece) => void;

/** One generation on a sequence. @returns why it ended, in node-llama-cpp's words */
async function run(
  generator: Generator,
  request: ModelRequest,
  prompt: { tokens: Token[]; room: number },
  sequence: LlamaContextSequence,
  signal: AbortSignal,
  push: Push,
): Promise<string> {
  const { library } = generator.loaded;
  const shared = { ...sampling(request, generator.options, prompt.room), signal };
  if (request.messages.length === 0) {
    const completion = new library.LlamaCompletion({ contextSequence: sequence });
    const onTextChunk = (text: string): void => push({ text });
    const { metadata } = await completion.generateCompletionWithMeta(prompt.tokens, { ...shared, onTextChunk });
    return metadata.stopReason;
  }
  const chat = new library.LlamaChat({ contextSequence: sequence, chatWrapper: generator.chatWrapper });
  const { metadata } = await chat.generateResponse(chatHistory(request.messages), {
    ...shared,
    onResponseChunk: (chunk) => push(chunk.segmentType === undefined ? { text: chunk.text } : { thinking: chunk.text }),
  });
  return metadata.stopReason;
}

/** The pieces of one answer. Leaving the loop ends the generation before the sequence is anybody else's. */
export async function* generate(
  generator: Generator,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<EnginePiece> {
  const { model } = generator.loaded;
  const text = promptOf(generator, request);
  const tokens = typeof text === "string" ? model.tokenize(text) : text.tokenize(model.tokenizer);
  const contextSize = Math.min(generator.context.contextSize, request.contextLen ?? Number.POSITIVE_INFINITY);
  // One is kept: the context counts as full before its last token.
  const room = contextSize - tokens.length - 1;
  if (room < 1) {
    throw new GenerationError(
      `The conversation has ${tokens.length} tokens, but the model's context is ${contextSize}: shorten it, or start the model with a greater context_length.`,
      { errorCode: 400, partialText: "" },
    );
  }
  const lease = await generator.pool.lease(tokens, signal);
  if (signal.aborted) {
    // Not begun any more: a stop may already give the memory back.
    lease.release();
    throw signal.reason;
  }
  yield* answer(generator, request, { tokens, room }, lease, signal);
}

async function* answer(
  generator: Generator,
  request: ModelRequest,
  prompt: { tokens: Token[]; room: number },
  { sequence, release }: Lease,
  signal: AbortSignal,
): AsyncGenerator<EnginePiece> {
  const left = new AbortController();
  const queue = new PieceQueue<EnginePiece>();
  const before = sequence.tokenMeter.getState();
  const ended = AbortSignal.any([signal, left.signal]);
  const generation = run(generator, request, prompt, sequence, ended, (piece) => queue.push(piece))
    .then(
      (reason) => {
        const promptTokens = prompt.tokens.length;
        const completionTokens = sequence.tokenMeter.diff(before).usedOutputTokens;
        queue.push({
          finishReason: reason === "maxTokens" ? "length" : "stop",
          usage: { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens },
        });
        queue.end();
      },
      (error: unknown) => queue.end({ error }),
    )
    .finally(() => {
      generator.active.delete(generation);
      // Here and not below: a reader that neither reads on nor leaves must not keep the place.
      release();
    });
  generator.active.add(generation);
  try {
    yield* queue;
  } finally {
    left.abort();
    await generation;
  }
}
