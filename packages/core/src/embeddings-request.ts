import * as v from "valibot";
import { nameSchema } from "./bounds.ts";
import { toWire } from "./wire-object.ts";

/**
 * Embeddings of `input`, or with `query` and worker type `reranker` its relevance to the query.
 *
 * Source: `EmbeddingsRequest` in DB-GPT's `model/cluster/base.py`; `worker_type` from 0.7.1.
 */
export interface EmbeddingsRequest {
  model: string;
  input: readonly string[];
  query?: string | undefined;
  /** `text2vec` by default. Up to 0.6 rerankers register as `text2vec` too. */
  workerType?: "text2vec" | "reranker" | undefined;
  spanId?: string | undefined;
}

export const embeddingsRequestSchema: v.GenericSchema<unknown, EmbeddingsRequest> = v.strictObject({
  model: nameSchema,
  input: v.array(v.string()),
  query: v.optional(v.string()),
  workerType: v.optional(v.picklist(["text2vec", "reranker"])),
  spanId: v.optional(v.string()),
});

/** One row of numbers per input; for a reranker one row with a score per input. */
export const embeddingsSchema: v.GenericSchema<unknown, number[][]> = v.array(v.array(v.number()));

/** The body of `POST embeddings`. */
export function embeddingsRequestToWire(request: EmbeddingsRequest): Record<string, unknown> {
  return toWire({ ...request, workerType: request.workerType ?? "text2vec" });
}
