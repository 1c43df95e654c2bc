import type { ClusterState, Worker } from "./cluster-state.ts";
import { modelType, type StandInModel } from "./model.ts";
import { modelKey } from "./worker-models.ts";

type Row = Record<string, unknown>;

interface Description {
  name: string;
  type: "string" | "integer" | "number" | "boolean";
  description: string;
  required?: boolean;
  defaultValue?: unknown;
}

const llmParameters: readonly Description[] = [
  { name: "name", type: "string", description: "The name of the model.", required: true },
  { name: "provider", type: "string", description: "The provider of the model.", defaultValue: "stand-in" },
  { name: "concurrency", type: "integer", description: "How many requests run at once.", defaultValue: 100 },
  { name: "context_length", type: "integer", description: "The context length of the model." },
  { name: "verbose", type: "boolean", description: "Show verbose output.", defaultValue: false },
];

/** Up to 0.6 the options of a command line. */
const oldParameters: readonly Description[] = [
  { name: "model_name", type: "string", description: "Model name", required: true },
  { name: "model_path", type: "string", description: "Model path", required: true },
  { name: "max_context_size", type: "integer", description: "Maximum context size", defaultValue: 4096 },
  { name: "verbose", type: "boolean", description: "Show verbose output.", defaultValue: false },
];

const oldTypes: Record<Description["type"], string> = {
  string: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
};

/** Source: `ParameterDescription` in DB-GPT's `util/parameter_utils.py`. */
export function parameterDescriptions(state: ClusterState): Row[] {
  if (!state.traits.content) {
    return oldParameters.map(({ name, type, description, required, defaultValue }) => ({
      required: required ?? false,
      param_class: "dbgpt.model.parameter.ModelParameters",
      param_name: name,
      param_type: oldTypes[type],
      description,
      default_value: defaultValue ?? null,
      valid_values: null,
      ext_metadata: null,
    }));
  }
  return llmParameters.map(({ name, type, description, required, defaultValue }, order) => ({
    required: required ?? false,
    is_array: false,
    param_name: name,
    param_class: "stand_in.StandInDeployModelParameters",
    param_type: type,
    label: name,
    description,
    default_value: defaultValue ?? null,
    valid_values: null,
    ext_metadata: {},
    nested_fields: null,
    param_order: order,
  }));
}

/** What a worker could start: every model that the cluster was given. Source: `SupportedModel` in `model/base.py`. */
export function supportedModels(state: ClusterState, { server, models }: Worker): Row[] {
  const known = [...state.options.models, ...models.all().map(({ model }) => model)];
  const unique = new Map(known.map((model) => [modelKey(model, state.traits), model]));
  const rows = [...unique.values()].map((model): Row => {
    const base = { path: `/models/${model.name}`, path_exist: true, proxy: false, enabled: true };
    const workerType = modelType(model) === "reranker" && !state.traits.rerankerType ? "text2vec" : modelType(model);
    const params = parameterDescriptions(state);
    return state.traits.content
      ? { model: model.name, worker_type: workerType, provider: "stand-in", ...base, params, description: "A stand-in" }
      : {
          model: model.name,
          path: base.path,
          worker_type: workerType,
          path_exist: true,
          proxy: false,
          enabled: true,
          params,
        };
  });
  return [{ host: server.host, port: server.port, models: rows }];
}

/** Source: `ModelMetadata` in DB-GPT's `core/interface/llm.py`. */
export function modelMetadata(state: ClusterState, model: StandInModel): Row {
  const context = model.contextLength ?? 4096;
  const extension = {
    prompt_roles: model.promptRoles ?? ["human", "ai", "system"],
    prompt_sep: "\n",
    prompt_chat_template: null,
  };
  return state.traits.content
    ? {
        model: model.name,
        label: null,
        context_length: context,
        max_output_length: null,
        description: null,
        link: null,
        chat_model: true,
        function_calling: false,
        metadata: {},
        ext_metadata: extension,
      }
    : {
        model: model.name,
        context_length: context,
        chat_model: true,
        is_function_calling_model: false,
        metadata: {},
        ext_metadata: extension,
      };
}
