import { InvalidResponseError, readResponse } from "@modelfleet/core";
import * as v from "valibot";
import type { EngineCall } from "../define/engine-definition.ts";
import type { Upstream } from "./upstream.ts";
import { upstreamFailure } from "./upstream-failure.ts";

const embeddingsSchema = v.object({
  data: v.array(v.object({ index: v.nullish(v.number()), embedding: v.array(v.number()) })),
});

const scored = v.pipe(
  v.object({ index: v.number(), relevance_score: v.nullish(v.number()), score: v.nullish(v.number()) }),
  v.transform(({ index, relevance_score: relevance, score }) => ({ index, score: relevance ?? score ?? undefined })),
);
const rows = v.union([v.array(v.number()), v.array(scored)]);

/**
 * The answers that servers give: `results` (Cohere, Jina, vLLM, llama.cpp), `data` (Voyage; DB-GPT's
 * `beta/relevance`, as bare numbers), or a bare array (Text Embeddings Inference).
 */
const rerankSchema = v.union([
  v.pipe(
    v.object({ results: rows }),
    v.transform(({ results }) => results),
  ),
  v.pipe(
    v.object({ data: rows }),
    v.transform(({ data }) => data),
  ),
  rows,
]);

async function post<T>(
  upstream: Upstream,
  path: string,
  body: object,
  sent: readonly string[],
  call: EngineCall,
  schema: v.GenericSchema<unknown, T>,
): Promise<T> {
  const url = upstream.options.apiUrl ?? upstream.url(path);
  const model = upstream.modelName(call.model);
  const answer = await upstream.post(url, { model, ...body }, call).catch((error: unknown) => {
    throw upstreamFailure(error, model, sent);
  });
  return readResponse(schema, answer, `answer of POST ${new URL(url).origin}${new URL(url).pathname}`);
}

/** One vector per text, in their order. */
export async function embed(upstream: Upstream, input: readonly string[], call: EngineCall): Promise<number[][]> {
  if (input.length === 0) return [];
  const { data } = await post(upstream, "embeddings", { input }, input, call, embeddingsSchema);
  const place = (row: (typeof data)[number], at: number): number => row.index ?? at;
  return data
    .map((row, at) => ({ at: place(row, at), embedding: row.embedding }))
    .sort((a, b) => a.at - b.at)
    .map((row) => row.embedding);
}

/** One score per document, in their order. */
export async function rerank(
  upstream: Upstream,
  query: string,
  documents: readonly string[],
  call: EngineCall,
): Promise<number[]> {
  if (documents.length === 0) return [];
  const answer = await post(upstream, "rerank", { query, documents }, [query, ...documents], call, rerankSchema);
  const scores = new Array<number | undefined>(documents.length).fill(undefined);
  for (const [at, row] of answer.entries()) {
    if (typeof row === "number") scores[at] = row;
    else if (row.index in scores) scores[row.index] = row.score;
  }
  return scores.map((score, index) => {
    if (score !== undefined) return score;
    throw new InvalidResponseError(
      `The upstream's rerank answer has no score for document ${index + 1} of ${documents.length}`,
    );
  });
}
