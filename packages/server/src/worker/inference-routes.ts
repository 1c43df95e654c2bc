import { type CallOptions, ModelNotFoundError, type ModelWorker, type WorkerType } from "@modelfleet/core";
import { failureAnswer } from "../http/failure-answer.ts";
import { jsonFor } from "../http/json-answer.ts";
import { promptRequestSchema } from "../wire/prompt-request.ts";
import { metadataRow } from "../wire/worker-answers.ts";
import { countTokenBodySchema, embeddingsBodySchema, modelMetadataBodySchema } from "../wire/worker-requests.ts";
import { askedInstance, exactWorker } from "./exact-instance.ts";
import { streamAnswer, wholeAnswer } from "./generate-routes.ts";
import type { WorkerAppContext } from "./worker-app-context.ts";

type Questions = Pick<ModelWorker, "embeddings" | "countToken" | "getModelMetadata">;

/** What a model is asked. */
export function addInferenceRoutes(context: WorkerAppContext): void {
  const { manager, generation } = context;

  /** The manager, or the one instance of the model that the request is for. */
  const ask = async (
    request: Request,
    workerType: WorkerType,
    model: string,
    question: (worker: Questions, call: CallOptions) => Promise<unknown>,
  ): Promise<Response> => {
    const call = { signal: request.signal };
    try {
      const at = askedInstance(request);
      const worker = at ? await exactWorker(manager, workerType, model, at, call) : manager;
      return jsonFor(request, await question(worker, call));
    } catch (error) {
      // Whoever sent the request here was told that the model is here: another worker may have it.
      if (error instanceof ModelNotFoundError) return failureAnswer(error, 503);
      throw error;
    }
  };

  context.post("generate_stream", promptRequestSchema, (prompt, request) =>
    streamAnswer(manager, request, prompt, generation),
  );
  context.post("generate", promptRequestSchema, (prompt, request) => wholeAnswer(manager, request, prompt, generation));
  context.post("embeddings", embeddingsBodySchema, (body, request) =>
    ask(request, body.workerType ?? "text2vec", body.model, (worker, call) => worker.embeddings(body, call)),
  );
  context.post("count_token", countTokenBodySchema, (body, request) =>
    ask(request, "llm", body.model, (worker, call) => worker.countToken(body, call)),
  );
  context.post("model_metadata", modelMetadataBodySchema, (body, request) =>
    ask(request, "llm", body.model, async (worker, call) =>
      metadataRow(await worker.getModelMetadata(body, call), generation),
    ),
  );
}
