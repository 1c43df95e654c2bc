import { type GenerationError, ModelfleetError, type ModelOutput } from "@modelfleet/core";

/** What upstream's workers begin every such message with. */
const prefix = "**LLMServer Generate Error, Please CheckErrorInfo.**: ";

/**
 * A failed generation as an answer: status 200 with an `error_code`, as clients of all versions expect it.
 *
 * A model that does not run here is named in upstream's words, by which clients see that their registry is out of date
 * and try another worker.
 */
export function failedOutput(error: unknown, model: string): ModelOutput {
  const failed = ModelfleetError.isInstance(error, "generation_failed");
  const errorCode = failed ? (error as GenerationError).errorCode : 1;
  const text = prefix + reason(error, model);
  return { text, delta: text, reset: true, errorCode };
}

function reason(error: unknown, model: string): string {
  if (ModelfleetError.isInstance(error)) {
    const gone = error.code === "model_not_found" || error.code === "no_healthy_instance";
    const notFound = `Not found worker instances for model name ${model} and worker type llm. `;
    return (gone ? notFound : "") + error.message;
  }
  return error instanceof Error && error.message ? error.message : "The engine failed without saying why.";
}
