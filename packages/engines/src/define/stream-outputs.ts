import { type GenerationError, ModelfleetError, type ModelOutput, type ModelRequest } from "@modelfleet/core";
import { Answer } from "./answer.ts";
import type { EngineCall, EngineDefinition, EnginePiece } from "./engine-definition.ts";
import { GenerationMeter } from "./generation-meter.ts";

type Generate = NonNullable<EngineDefinition["generate"]>;

/** The outputs of one generation: those of its pieces, then one that ends it. */
export async function* streamOutputs(
  generate: Generate,
  request: ModelRequest,
  call: EngineCall,
  now: () => number,
): AsyncGenerator<ModelOutput, void> {
  const { signal } = call;
  signal.throwIfAborted();
  const answer = new Answer(new GenerationMeter(now), request.metrics === true);
  const last: EnginePiece = {};
  try {
    for await (const given of generate(request, call)) {
      signal.throwIfAborted();
      const piece = typeof given === "string" ? { text: given } : given;
      last.finishReason = piece.finishReason ?? last.finishReason;
      last.usage = piece.usage ?? last.usage;
      const output = answer.add(piece);
      if (output) yield output;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!isGenerationError(error)) throw error;
    yield answer.fail(error.errorCode, error.message);
    return;
  }
  signal.throwIfAborted();
  yield answer.end(last.finishReason ?? "stop", last.usage);
}

function isGenerationError(error: unknown): error is GenerationError {
  return ModelfleetError.isInstance(error, "generation_failed");
}

/** The last output as the whole answer. */
export async function wholeOutput(outputs: AsyncIterable<ModelOutput>): Promise<ModelOutput> {
  let last: ModelOutput | undefined;
  for await (const output of outputs) last = output;
  // streamOutputs ends with an output or throws.
  const { reset: _, ...whole } = last as ModelOutput;
  return { ...whole, delta: whole.text, thinkingDelta: whole.thinking };
}
