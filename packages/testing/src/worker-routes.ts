import { deltaStreamHeader } from "@modelfleet/core";
import { countTokens } from "./answer.ts";
import type { ClusterState, Worker } from "./cluster-state.ts";
import { missingQuery } from "./controller-routes.ts";
import type { ActiveFault } from "./fault-board.ts";
import { type GenerationRun, lastFrame, streamFrames } from "./generate-frames.ts";
import type { Generations } from "./generations.ts";
import { internalServerError, json } from "./http-answer.ts";
import { modelType, type StandInPrompt } from "./model.ts";
import { PythonFloat } from "./python-json.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { checkBody } from "./request-body.ts";
import type { WorkerRoute } from "./route.ts";
import { streamBody } from "./stream-body.ts";
import { unprocessable } from "./validation-error.ts";
import { embed, relevance } from "./vectors.ts";
import { applyToModel, shutModel, startModel } from "./worker-lifecycle.ts";
import type { LoadedModel } from "./worker-models.ts";
import { modelMetadata, parameterDescriptions, supportedModels } from "./worker-tables.ts";

/** What a route of a worker works with. */
export interface WorkerCall {
  state: ClusterState;
  worker: Worker;
  request: RecordedRequest;
  faults: readonly ActiveFault[];
  generations: Generations;
  signal: AbortSignal;
}

/** Answers for a worker. Source: DB-GPT's `model/cluster/worker/manager.py`. */
export async function answerWorker(route: WorkerRoute, call: WorkerCall): Promise<Response> {
  const { state, worker, request } = call;
  if (route === "models/supports") return json(supportedModels(state, worker));
  if (route === "parameter/descriptions") {
    const { model, worker_type = "llm" } = request.query;
    if (model === undefined) return unprocessable([missingQuery("model")]);
    return loaded(call, model, worker_type) ? json(parameterDescriptions(state)) : internalServerError();
  }
  const problems = checkBody(route, request, state.traits);
  if (problems.length > 0) return unprocessable(problems);
  const body = request.body as never;
  switch (route) {
    case "generate_stream":
      return generateStream(call);
    case "generate":
      return generate(call);
    case "embeddings":
      return embeddings(call, body);
    case "count_token":
      return countToken(call, body);
    case "model_metadata": {
      const found = loaded(call, (body as { model: string }).model, "llm");
      return found ? json(modelMetadata(state, found.model)) : internalServerError();
    }
    case "apply":
      return applyToModel(state, worker, body);
    case "models/startup":
      return startModel(state, worker, body);
    case "models/shutdown":
      return shutModel(state, worker, body);
  }
}

function loaded({ worker }: WorkerCall, name: string, type: string): LoadedModel | undefined {
  const found = worker.models.get(`${name}@${type}`);
  return found?.running ? found : undefined;
}

function run(call: WorkerCall, signal: AbortSignal, delta: boolean, onFrame: (index: number) => void): GenerationRun {
  const prompt = call.request.body as StandInPrompt;
  const { traits } = call.state;
  const present = call.worker.models.get(`${prompt.model}@llm`);
  const model = present?.running
    ? present.model
    : present
      ? "the model is not loaded"
      : // The spelling is upstream's, and clients recognise a stale registry by it.
        `Cound not found worker instances for model name ${prompt.model} and worker type llm`;
  return { model, prompt, traits, delta, faults: call.faults, signal, onFrame };
}

function generateStream(call: WorkerCall): Response {
  const { model } = call.request.body as StandInPrompt;
  const delta = call.state.options.deltaStreams && call.request.headers[deltaStreamHeader] === "delta";
  const stop = new AbortController();
  const generation = call.generations.start(call.worker.server.id, model);
  const frames = streamFrames(run(call, stop.signal, delta, (index) => generation.frame(index)));
  const body = streamBody(frames, call.signal, (cancelled) => {
    stop.abort();
    generation.end(cancelled);
  });
  // No content type, as Starlette's StreamingResponse has none of its own.
  return new Response(body, delta ? { headers: { [deltaStreamHeader]: "delta" } } : {});
}

async function generate(call: WorkerCall): Promise<Response> {
  const { model } = call.request.body as StandInPrompt;
  const generation = call.generations.start(call.worker.server.id, model);
  const cancel = (): void => generation.end(true);
  call.signal.addEventListener("abort", cancel);
  try {
    const last = await lastFrame(run(call, call.signal, false, (index) => generation.frame(index)));
    if (last?.raw === undefined) return json(last ? last.wire : null);
    return new Response(last.raw, { headers: { "content-type": "application/json" } });
  } finally {
    call.signal.removeEventListener("abort", cancel);
    generation.end(call.signal.aborted);
  }
}

interface EmbeddingsBody {
  model: string;
  input: readonly string[];
  query?: string | null;
  worker_type?: string;
}

function embeddings(call: WorkerCall, body: EmbeddingsBody): Response {
  const { embeddingsWorkerType, rerankQuery } = call.state.traits;
  const type = embeddingsWorkerType ? (body.worker_type ?? "text2vec") : "text2vec";
  const found = loaded(call, body.model, type);
  if (!found || modelType(found.model) === "llm") return internalServerError();
  const rows = (values: readonly number[]): PythonFloat[] => values.map((value) => new PythonFloat(value));
  if (modelType(found.model) !== "reranker") {
    return json(body.input.map((text) => rows(embed(text, found.model.dimensions ?? 64))));
  }
  const { query } = body;
  if (!rerankQuery || typeof query !== "string") return internalServerError();
  return json([rows(body.input.map((text) => relevance(query, text)))]);
}

function countToken(call: WorkerCall, body: { model: string; prompt: string }): Response {
  return loaded(call, body.model, "llm") ? json(countTokens(body.prompt)) : internalServerError();
}
