import { ModelfleetError, type ModelWorker, type WorkerType } from "@modelfleet/core";
import { failureAnswer, unreachedAnswer } from "../http/failure-answer.ts";
import { jsonFor } from "../http/json-answer.ts";
import { promptRequestSchema } from "../wire/prompt-request.ts";
import { metadataRow } from "../wire/worker-answers.ts";
import { countTokenBodySchema, embeddingsBodySchema, modelMetadataBodySchema } from "../wire/worker-requests.ts";
import { askedInstance, exactWorker } from "./exact-instance.ts";
import { streamAnswer, wholeAnswer } from "./generate-routes.ts";
import type { RequestCall, WorkerAppContext } from "./worker-app-context.ts";

type Questions = Pick<ModelWorker, "embeddings" | "countToken" | "getModelMetadata">;

/** What a model is asked. */
export function addInferenceRoutes(context: WorkerAppContext): void {
  const { manager, generation } = context;

  /** The manager, or the one instance of the model that the request is for. */
  const ask = async (
    request: Request,
    call: RequestCall,
    workerType: WorkerType,
    model: string,
    question: (worker: Questions) => Promise<unknown>,
  ): Promise<Response> => {
    const at = askedInstance(request);
    try {
      const worker = at ? await exactWorker(manager, workerType, model, at, call) : manager;
      return jsonFor(request, await question(worker));
    } catch (error) {
      // Whoever sent the request here was told that the model is here: another worker may have it.
      if (ModelfleetError.isInstance(error, "model_not_found")) return failureAnswer(error, 503);
      // It cannot be reached from here, where other instances may be.
      if (at && ModelfleetError.isInstance(error, "no_healthy_instance")) return unreachedAnswer(error);
      throw error;
    }
  };

  context.post("generate_stream", promptRequestSchema, (prompt, request, call) =>
    streamAnswer(manager, request, call, prompt, generation),
  );
  context.post("generate", promptRequestSchema, (prompt, request, call) =>
    wholeAnswer(manager, request, call, prompt, generation),
  );
  context.post("embeddings", embeddingsBodySchema, (body, request, call) =>
    ask(request, call, body.workerType ?? "text2vec", body.model, (worker) => worker.embeddings(body, call)),
  );
  context.post("count_token", countTokenBodySchema, (body, request, call) =>
    ask(request, call, "llm", body.model, (worker) => worker.countToken(body, call)),
  );
  context.post("model_metadata", modelMetadataBodySchema, (body, request, call) =>
    ask(request, call, "llm", body.model, async (worker) =>
      metadataRow(await worker.getModelMetadata(body, call), generation),
    ),
  );
}
