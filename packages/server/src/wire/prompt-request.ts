import {
  type ContentPart,
  checkInput,
  ModelfleetError,
  type ModelMessage,
  type ModelRequest,
  modelRequestSchema,
  type WireContentPart,
  wireContentPartSchema,
  wireObject,
} from "@modelfleet/core";
import * as v from "valibot";
import { UnprocessableRequest } from "../http/unprocessable.ts";

/** OpenAI's names are understood too: upstream hands any role to the model. */
const roles = { human: "human", ai: "ai", system: "system", view: "view", user: "human", assistant: "ai" } as const;

function contentPart({ type, object }: WireContentPart): ContentPart[] {
  // What a model thought is not said to it again.
  if (type === "thinking") return [];
  return [type === "text" ? { type, text: object.data } : { type, data: object.data, format: object.format }];
}

const messageSchema = v.pipe(
  wireObject({
    role: v.picklist(Object.keys(roles) as (keyof typeof roles)[]),
    content: v.union([v.string(), v.array(wireContentPartSchema)]),
    round_index: v.nullish(v.number()),
  }),
  v.transform(
    ({ role, content, roundIndex }): ModelMessage => ({
      role: roles[role],
      content: typeof content === "string" ? content : content.flatMap(contentPart),
      ...(roundIndex === undefined ? {} : { roundIndex }),
    }),
  ),
);

const number = v.nullish(v.number());
const flag = v.nullish(v.boolean());
const text = v.nullish(v.string());

/** The fields of `PromptRequest` in DB-GPT's `model/cluster/base.py`, all versions, nulls wherever Python may send one. */
const fieldsSchema = wireObject({
  model: v.string(),
  messages: v.nullish(v.array(messageSchema), []),
  prompt: text,
  temperature: number,
  top_p: number,
  top_k: number,
  max_new_tokens: number,
  stop: v.nullish(v.union([v.string(), v.array(v.string())])),
  stop_token_ids: v.nullish(v.array(v.number())),
  context_len: number,
  presence_penalty: number,
  frequency_penalty: number,
  echo: flag,
  metrics: flag,
  chat_model: flag,
  context: v.nullish(v.record(v.string(), v.unknown())),
  span_id: text,
});

/** The body of `POST generate_stream` and `generate`. */
export const promptRequestSchema: v.GenericSchema<unknown, ModelRequest> = v.pipe(
  fieldsSchema,
  v.transform((request): ModelRequest => withinBounds(request)),
);

/** Bounds are those that our own client keeps, too. */
function withinBounds(request: ModelRequest): ModelRequest {
  try {
    return checkInput(modelRequestSchema, request, "The request");
  } catch (error) {
    if (!ModelfleetError.isInstance(error, "invalid_input")) throw error;
    throw new UnprocessableRequest([{ type: "value_error", loc: ["body"], msg: error.message }]);
  }
}
