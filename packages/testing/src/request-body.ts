import { checkFields, type Field } from "./body-field.ts";
import type { WireTraits } from "./generation.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { StandInRoute } from "./route.ts";
import type { ValidationFault } from "./validation-error.ts";

type Fields = Readonly<Record<string, Field>>;

const required = (kind: Field["kind"]): Field => ({ kind, required: true });
const optional = (kind: Field["kind"]): Field => ({ kind, nullable: true });
/** Declared as `x: T = None`: may be left out, but not be null. */
const omittable = (kind: Field["kind"]): Field => ({ kind });

const workerType = (traits: WireTraits): Field["kind"] =>
  traits.rerankerType ? ["llm", "text2vec", "reranker"] : ["llm", "text2vec"];
const instance: Fields = {
  model_name: required("string"),
  host: required("string"),
  port: required("int"),
  weight: optional("float"),
  check_healthy: optional("bool"),
  healthy: optional("bool"),
  enabled: optional("bool"),
  prompt_template: optional("string"),
  last_heartbeat: optional("string"),
};

function prompt(traits: WireTraits): Fields {
  return {
    messages: {
      kind: traits.mediaMessages ? "media-messages" : "messages",
      required: !traits.content,
    },
    model: required("string"),
    prompt: omittable("string"),
    temperature: omittable("float"),
    max_new_tokens: omittable("int"),
    stop: traits.stopArray ? optional("stop") : omittable("string"),
    stop_token_ids: omittable("ints"),
    context_len: omittable("int"),
    echo: omittable("bool"),
    span_id: omittable("string"),
    metrics: omittable("bool"),
    version: omittable("string"),
    context: omittable("dict"),
    ...(traits.content
      ? {
          top_p: optional("float"),
          top_k: optional("int"),
          presence_penalty: optional("float"),
          frequency_penalty: optional("float"),
          chat_model: optional("bool"),
        }
      : {}),
  };
}

/** The request models of DB-GPT's `model/cluster/base.py`. Fields that a generation does not know are ignored. */
function fieldsOf(route: StandInRoute, traits: WireTraits): Fields {
  switch (route) {
    case "models":
    case "heartbeat":
      return instance;
    case "generate_stream":
    case "generate":
      return prompt(traits);
    case "embeddings":
      return {
        model: required("string"),
        input: required("strings"),
        span_id: traits.rerankQuery ? optional("string") : omittable("string"),
        ...(traits.rerankQuery ? { query: optional("string") } : {}),
        ...(traits.embeddingsWorkerType ? { worker_type: omittable("string") } : {}),
      };
    case "count_token":
      return { model: required("string"), prompt: required("string") };
    case "model_metadata":
      return { model: required("string") };
    case "apply":
      return {
        model: required("string"),
        apply_type: required(["start", "stop", "restart", "update_params"]),
        worker_type: omittable(workerType(traits)),
        params: omittable("dict"),
        apply_user: traits.content ? optional("string") : omittable("string"),
      };
    case "models/startup":
    case "models/shutdown":
      return {
        host: required("string"),
        port: required("int"),
        model: required("string"),
        worker_type: required(workerType(traits)),
        params: required("dict"),
        ...(traits.content
          ? {
              delete_after: optional("bool"),
              worker_name: optional("string"),
              sys_code: optional("string"),
              user_name: optional("string"),
            }
          : {}),
      };
    default:
      return {};
  }
}

/** What FastAPI finds wrong with a body. */
export function checkBody(route: StandInRoute, request: RecordedRequest, traits: WireTraits): ValidationFault[] {
  const { body } = request;
  if (body === undefined) return [{ type: "missing", loc: ["body"], msg: "Field required", input: null }];
  const isJson = /\bjson\b/iu.test(request.headers["content-type"] ?? "");
  if (isJson && typeof body === "string") {
    const ctx = { error: "Expecting value" };
    return [{ type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {}, ctx }];
  }
  return checkFields(isJson ? body : String(body), fieldsOf(route, traits));
}
