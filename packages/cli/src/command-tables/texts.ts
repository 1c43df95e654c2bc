import type { CommandSpec, OptionSpec } from "../command-spec.ts";

const model = (description: string): OptionSpec => ({
  name: "model-name",
  short: "m",
  value: "name",
  description,
  required: true,
});
const file = (what: string): OptionSpec => ({
  name: "file",
  short: "f",
  value: "file",
  description: `${what}, one on each line; - for standard input`,
});

/** What models do with texts beside talking about them. */
export const textCommands: readonly CommandSpec[] = [
  {
    path: ["embed"],
    description: "turn texts into vectors: arguments, or the lines of a file or a pipe",
    arguments: [{ name: "texts", description: "the texts", multiple: true }],
    options: [
      model("the embedding model"),
      file("the texts"),
      { name: "json", description: "print one JSON array of {index, text, embedding}" },
    ],
    examples: ['embed -m bge-m3 "a fleet of models"', "embed -m bge-m3 --file texts.txt > vectors.ndjson"],
    run: async (options) => (await import("../commands/embed.ts")).embed(options),
  },
  {
    path: ["rerank"],
    description: "sort documents by relevance: arguments, or the lines of a file or a pipe",
    arguments: [
      { name: "query", description: "what they should be relevant to", required: true },
      { name: "documents", description: "the documents", multiple: true },
    ],
    options: [
      model("the reranker"),
      file("the documents"),
      { name: "json", description: "print one JSON array of {index, score, document}" },
    ],
    examples: ['rerank -m bge-reranker "controller" "keeps the registry" "runs models"'],
    run: async (options) => (await import("../commands/rerank.ts")).rerank(options),
  },
  {
    path: ["count-tokens"],
    description: "count the tokens of a text, as a model sees it",
    arguments: [{ name: "text", description: "the text; through a pipe otherwise" }],
    options: [model("the model"), { name: "json", description: "print {model, tokens}" }],
    examples: ["count-tokens -m qwen2.5 < prompt.txt"],
    run: async (options) => (await import("../commands/count-tokens.ts")).countTokens(options),
  },
];
