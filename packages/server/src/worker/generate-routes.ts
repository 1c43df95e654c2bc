import {
  type CallOptions,
  deltaStreamHeader,
  ModelfleetError,
  type ModelfleetErrorCode,
  type ModelOutput,
  type ModelRequest,
  type ModelWorker,
  type WorkerManager,
} from "@modelfleet/core";
import { failureAnswer } from "../http/failure-answer.ts";
import { jsonAnswer, jsonFor } from "../http/json-answer.ts";
import { UnprocessableRequest } from "../http/unprocessable.ts";
import { streamFor } from "../iterator-body.ts";
import { outputRow } from "../wire/output-row.ts";
import type { WireGeneration } from "../wire/wire-generation.ts";
import { askedInstance, exactWorker } from "./exact-instance.ts";
import { failedOutput } from "./failed-output.ts";
import { CumulativeFrames } from "./frames/cumulative-frames.ts";
import { DeltaFrames } from "./frames/delta-frames.ts";
import { FrameChunks } from "./frames/frame-chunks.ts";
import type { RequestCall } from "./worker-app-context.ts";

/**
 * Failures of the way to the model and not of the generation: another instance may do better, and the client sees by
 * the status that it may try. All others are failed generations.
 */
const notAnswers: readonly ModelfleetErrorCode[] = [
  "http_status",
  "connection_failed",
  "timeout",
  "controller_unavailable",
  "unexpected_content_type",
  "invalid_response",
  "truncated_stream",
  "frame_too_large",
];

function isAnswer(error: unknown): boolean {
  if (error instanceof UnprocessableRequest) return false;
  // Instances were tried, and the last one's failure is the cause.
  if (ModelfleetError.isInstance(error, "no_healthy_instance")) return error.cause === undefined;
  return !notAnswers.some((code) => ModelfleetError.isInstance(error, code));
}

type Generator = Pick<ModelWorker, "generate" | "generateStream">;

async function generatorFor(
  manager: WorkerManager,
  request: Request,
  model: string,
  options: CallOptions,
): Promise<Generator> {
  const at = askedInstance(request);
  return at ? exactWorker(manager, "llm", model, at, options) : manager;
}

/** Upstream's streams have no content type; a caller that left gets whatever, since nobody reads it. */
export async function streamAnswer(
  manager: WorkerManager,
  request: Request,
  call: RequestCall,
  prompt: ModelRequest,
  generation: WireGeneration,
): Promise<Response> {
  const { signal } = call;
  const failed = (error: unknown): ModelOutput => failedOutput(error, prompt.model);
  const deltas = request.headers.get(deltaStreamHeader)?.toLowerCase() === "delta";
  let source: AsyncIterator<ModelOutput> | undefined;
  let first: IteratorResult<ModelOutput>;
  try {
    const generator = await generatorFor(manager, request, prompt.model, call);
    source = generator.generateStream(prompt, call)[Symbol.asyncIterator]();
    // Waited for, so that a full worker or a broken way can still be said by the status.
    first = await source.next();
  } catch (error) {
    if (signal.aborted || !isAnswer(error)) return failureAnswer(error);
    first = { done: false, value: failed(error) };
    source = ended;
  }
  const writer = deltas ? new DeltaFrames(generation) : new CumulativeFrames(generation);
  const headers: Record<string, string> = deltas ? { [deltaStreamHeader]: "delta" } : {};
  return streamFor(request, new FrameChunks(first, source, writer, failed), headers);
}

const ended: AsyncIterator<ModelOutput> = { next: async () => ({ done: true, value: undefined }) };

/** The whole answer. */
export async function wholeAnswer(
  manager: WorkerManager,
  request: Request,
  call: RequestCall,
  prompt: ModelRequest,
  generation: WireGeneration,
): Promise<Response> {
  const { signal } = call;
  try {
    const generator = await generatorFor(manager, request, prompt.model, call);
    return jsonFor(request, outputRow(await generator.generate(prompt, call), generation));
  } catch (error) {
    if (signal.aborted || !isAnswer(error)) return failureAnswer(error);
    return jsonAnswer(outputRow(failedOutput(error, prompt.model), generation));
  }
}
