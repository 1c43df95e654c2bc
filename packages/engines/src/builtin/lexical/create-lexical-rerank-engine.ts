import type { ModelWorker, ParameterDescription } from "@modelfleet/core";
import * as v from "valibot";
import { defineEngine } from "../../define/define-engine.ts";
import { mergeParameters } from "../../define/engine-parameters.ts";
import { scoreLexically } from "./score-lexically.ts";
import { terms } from "./terms.ts";

/** None: there is nothing to set. */
export const lexicalRerankDescriptions: ParameterDescription[] = [];

/** Scores by common words (BM25 among the documents of the request), 0 to 1. No model is behind it. */
export function createLexicalRerankEngine(): ModelWorker {
  return defineEngine({
    name: "lexical-rerank",
    descriptions: lexicalRerankDescriptions,
    start: (params) => void mergeParameters("lexical-rerank", v.strictObject({}), [], {}, params),
    rerank: (query, documents) => scoreLexically(query, documents),
    countTokens: (text) => terms(text).length,
    metadata: () => ({
      label: "Lexical reranker",
      description: "BM25 among the documents of a request: compares words, not meaning. No model is behind it.",
    }),
  });
}
