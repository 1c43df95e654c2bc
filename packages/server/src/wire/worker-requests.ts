import {
  type CountTokenRequest,
  type EmbeddingsRequest,
  nameSchema,
  type WorkerApplyRequest,
  type WorkerStartupRequest,
  wireObject,
} from "@modelfleet/core";
import * as v from "valibot";

const params = v.nullish(v.record(v.string(), v.unknown()), {});
const text = v.nullish(v.string());

/** The body of `POST embeddings`. Clients before 0.7.1 name no type: with a query they want a reranker. */
export const embeddingsBodySchema: v.GenericSchema<unknown, EmbeddingsRequest> = v.pipe(
  wireObject({
    model: nameSchema,
    input: v.array(v.string()),
    query: text,
    worker_type: v.nullish(v.picklist(["text2vec", "reranker"])),
    span_id: text,
  }),
  v.transform((body): EmbeddingsRequest => {
    const workerType = body.query === undefined ? body.workerType : "reranker";
    return { ...body, ...(workerType === undefined ? {} : { workerType }) };
  }),
);

/** The body of `POST count_token`. Upstream's own remote worker forgets `model`, which is then said to be missing. */
export const countTokenBodySchema: v.GenericSchema<unknown, CountTokenRequest> = wireObject({
  model: nameSchema,
  prompt: v.string(),
});

/** The body of `POST model_metadata`. */
export const modelMetadataBodySchema: v.GenericSchema<unknown, { model: string }> = wireObject({ model: nameSchema });

/** The body of `POST apply`. Old Python clients send nulls for what they leave out. */
export const applyBodySchema: v.GenericSchema<unknown, WorkerApplyRequest> = wireObject({
  model: nameSchema,
  worker_type: v.nullish(v.picklist(["llm", "text2vec", "reranker"]), "llm"),
  apply_type: v.picklist(["start", "stop", "restart", "update_params"]),
  params,
  apply_user: text,
});

/** The body of `POST models/startup` and `models/shutdown`. */
export const startupBodySchema: v.GenericSchema<unknown, WorkerStartupRequest> = wireObject({
  host: text,
  port: v.nullish(v.number()),
  model: nameSchema,
  worker_type: v.picklist(["llm", "text2vec", "reranker"]),
  params,
  delete_after: v.nullish(v.boolean()),
  worker_name: text,
  sys_code: text,
  user_name: text,
});
