import { RemoteReranker } from "@modelfleet/client";
import { nameSchema, numberFrom } from "@modelfleet/core";
import * as v from "valibot";
import { jsonFor } from "../http/json-answer.ts";
import { type ApiCall, callOptions } from "./api-call.ts";
import { readParameters } from "./parameters.ts";
import { readJson } from "./read-json.ts";
import { refuseUnserved } from "./unserved-parameters.ts";
import { noUsage } from "./usage.ts";

const asText: v.GenericSchema<unknown, string> = v.lazy((input) => (typeof input === "object" ? wrapped : v.string()));
const wrapped = v.pipe(
  v.object({ text: v.string() }),
  v.transform(({ text }) => text),
);

const rerankSchema = v.object({
  model: nameSchema,
  query: nameSchema,
  documents: v.pipe(
    v.array(asText),
    v.check((documents) => documents.length > 0, "must not be empty"),
  ),
  top_n: v.nullish(numberFrom(1, Infinity, true)),
  return_documents: v.nullish(v.boolean(), false),
});

async function score(call: ApiCall): Promise<v.InferOutput<typeof rerankSchema> & { scores: number[] }> {
  const { context } = call;
  const json = await readJson(call);
  refuseUnserved("rerank", json, context.ignored);
  const body = readParameters(rerankSchema, json);
  const reranker = new RemoteReranker(body.model, context.manager);
  return { ...body, scores: await reranker.predict(body.query, body.documents, callOptions(call)) };
}

/** `POST rerank`, as Cohere, Jina and vLLM have it: the most relevant first. */
export async function rerank(call: ApiCall): Promise<Response> {
  const { model, documents, top_n, return_documents, scores } = await score(call);
  const results = scores
    .map((relevance_score, index) => ({
      index,
      relevance_score,
      ...(return_documents ? { document: { text: documents[index] } } : {}),
    }))
    .sort((a, b) => b.relevance_score - a.relevance_score)
    .slice(0, top_n ?? undefined);
  return jsonFor(call.request, { id: `rerank-${crypto.randomUUID()}`, model, results, usage: noUsage });
}

/**
 * `POST beta/relevance`: a score for each document, in their order.
 *
 * Source: `create_relevance` in DB-GPT's `model/cluster/apiserver/api.py`.
 */
export async function relevance(call: ApiCall): Promise<Response> {
  const { model, scores } = await score(call);
  return jsonFor(call.request, { object: "list", model, data: scores, usage: { ...noUsage, completion_tokens: 0 } });
}
