import { createLexicalEmbedEngine, createLexicalRerankEngine } from "@modelfleet/engines/builtin";
import { createEchoEngine, descriptions, type EchoEngineOptions } from "@modelfleet/engines/echo";
import type { EngineFactories, ModelDefinition } from "@modelfleet/server";
import { english } from "../scripts.ts";

/** What a model is besides its params, which are what an operator could give. */
const scripts: Record<string, EchoEngineOptions> = {
  failing: { fault: { type: "error", errorCode: 7, message: "told to fail", after: 1 } },
};

/** @param onEnd told how each generation of each model ended */
export function ourEngines(onEnd: (ending: string) => void): EngineFactories {
  return {
    echo: {
      workerTypes: ["llm"],
      parameters: descriptions,
      create: ({ name }) => createEchoEngine({ ...scripts[name], onEnd: (outcome) => onEnd(`${name} ${outcome}`) }),
    },
    "lexical-embed": { workerTypes: ["text2vec"], create: () => createLexicalEmbedEngine() },
    "lexical-rerank": { workerTypes: ["reranker"], create: () => createLexicalRerankEngine() },
  };
}

export const ourModels: readonly ModelDefinition[] = [
  { name: "echo", params: { provider: "echo" } },
  { name: "thinker", params: { provider: "echo", thinking: "let me think", answer: "forty two" } },
  // For commands that stop it and start it otherwise.
  { name: "changing", params: { provider: "echo", thinking: "let me think", answer: "at first" } },
  // Takes half a minute: long enough to leave it on a busy machine, too.
  { name: "slow", params: { provider: "echo", answer: english(1_500), token_delay_ms: 20 } },
  { name: "failing", params: { provider: "echo", answer: "one two three" } },
  // The name of the Python worker's model, see mixed-cluster.ts.
  { name: "scripted", params: { provider: "echo", answer: "TypeScript" } },
  { name: "embed", workerType: "text2vec", params: { provider: "lexical-embed", dimensions: 16 } },
  { name: "rerank", workerType: "reranker", params: { provider: "lexical-rerank" } },
];
