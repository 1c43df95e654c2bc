import {
  type ApplyOptions,
  checkInput,
  formatWorkerKey,
  type ModelInstance,
  type WorkerApplyRequest,
  type WorkerApplyResult,
  type WorkerType,
} from "@modelfleet/core";
import * as v from "valibot";
import { toModelRequest } from "./chat-request.ts";
import { ChatStream, throwIfFailed } from "./chat-stream.ts";
import type { Fleet, InstancesQuery, ModelReference, RerankResult } from "./fleet.ts";
import { checkFleetOptions, type FleetOptions } from "./fleet-options.ts";
import { DefaultLLMClient } from "./llm-client.ts";
import { connectCluster } from "./remote-llm-client.ts";

const embedInputSchema = v.union([v.string(), v.array(v.string())]);
const documentsSchema = v.array(v.string());

/**
 * A client of the cluster behind `controller`, for any runtime that has `fetch`.
 *
 * ```ts
 * const fleet = createFleet({ controller: "http://127.0.0.1:8000" });
 * for await (const { delta } of fleet.chat.stream({ model: "qwen", messages: "Hello" })) show(delta);
 * ```
 *
 * @throws InvalidInputError for options that are wrong; nothing is sent before the first call
 */
export function createFleet(options: FleetOptions): Fleet {
  checkFleetOptions(options);
  const { transport, registry, manager } = connectCluster(options);
  const client = new DefaultLLMClient(manager, options);

  const apply = (request: ModelReference, applyType: WorkerApplyRequest["applyType"], call?: ApplyOptions) =>
    manager.workerApply({ ...withType(request), applyType }, call);

  return {
    chat: {
      stream: (request, call) => new ChatStream(client.generateStream(toModelRequest(request), call)),
      generate: async (request, call) => throwIfFailed(await client.generate(toModelRequest(request), call)),
    },
    embed: async ({ model, input }, call) => {
      const texts = checkInput(embedInputSchema, input, "`input`");
      const { RemoteEmbeddings } = await import("./remote-embeddings.ts");
      return new RemoteEmbeddings(model, manager).embedDocuments(typeof texts === "string" ? [texts] : texts, call);
    },
    rerank: async ({ model, query, documents }, call) => {
      checkInput(documentsSchema, documents, "`documents`");
      const { RemoteReranker } = await import("./remote-embeddings.ts");
      const scores = await new RemoteReranker(model, manager).predict(query, documents, call);
      return scores.map((score, index): RerankResult => ({ index, score })).sort((a, b) => b.score - a.score);
    },
    countTokens: async (request, call) => manager.countToken(request, call),
    models: async (call) => client.models(call),
    instances: async ({ modelName, workerType, healthyOnly }: InstancesQuery = {}, call) => {
      const query = { ...call, healthyOnly };
      if (modelName !== undefined && workerType !== undefined) {
        return registry.getAllInstances(formatWorkerKey(modelName, workerType), query);
      }
      const matches = (row: ModelInstance) =>
        (modelName === undefined || row.modelName === modelName) &&
        (workerType === undefined || row.workerType === workerType);
      return (await registry.getAllModelInstances(query)).filter(matches);
    },
    workers: {
      supported: async (call) => manager.supportedModels(call),
      start: async (request, call) => manager.modelStartup(withType(request), call),
      stop: async (request, call) => manager.modelShutdown(withType(request), call),
      restart: async (request, call): Promise<WorkerApplyResult> => apply(request, "restart", call),
      apply: async (request, call) => apply(request, "update_params", call),
      parameters: async ({ model, workerType = "llm" }, call) => manager.parameterDescriptions(workerType, model, call),
    },
    close: () => transport.close(),
  };
}

function withType<T extends ModelReference>(request: T): T & { workerType: WorkerType } {
  return { ...request, workerType: request.workerType ?? "llm" };
}
