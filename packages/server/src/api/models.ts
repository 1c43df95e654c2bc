import { jsonFor } from "../http/json-answer.ts";
import type { ApiCall } from "./api-call.ts";
import { callOptions } from "./api-call.ts";
import { unknownModel } from "./to-api-error.ts";

interface ModelCard {
  id: string;
  object: "model";
  created: number;
  owned_by: string;
}

const listed = new Set(["llm", "text2vec", "reranker"]);

/** The models that the caller can ask now, of every type, by name. */
async function availableModels(call: ApiCall): Promise<ModelCard[]> {
  const { registry, startedAt } = call.context;
  const rows = await registry.getAllModelInstances({ ...callOptions(call), healthyOnly: true });
  const usable = rows.filter(
    (row) => row.healthy && row.enabled && listed.has(row.workerType) && call.holder?.mayUse(row.modelName) !== false,
  );
  const names = [...new Set(usable.map((row) => row.modelName))].sort();
  return names.map((id) => ({ id, object: "model", created: startedAt, owned_by: "modelfleet" }));
}

/** `GET models` */
export async function listModels(call: ApiCall): Promise<Response> {
  return jsonFor(call.request, { object: "list", data: await availableModels(call) });
}

/** `GET models/{id}` @throws ApiError 404 that lists those there are */
export async function retrieveModel(call: ApiCall, id: string): Promise<Response> {
  const models = await availableModels(call);
  const found = models.find((model) => model.id === id);
  if (found) return jsonFor(call.request, found);
  throw unknownModel(
    id,
    models.map((model) => model.id),
  );
}
