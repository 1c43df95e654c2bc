import {
  type ModelRequest,
  messageText,
  type ParameterDescription,
  type SupportedModel,
  type WorkerType,
} from "@modelfleet/core";
import {
  createGuideEngine,
  createLexicalEmbedEngine,
  createLexicalRerankEngine,
  guideDescriptions,
  lexicalEmbedDescriptions,
  lexicalRerankDescriptions,
} from "@modelfleet/engines/builtin";
import { createEchoEngine, descriptions as echoDescriptions } from "@modelfleet/engines/echo";
import type { EngineFactories } from "@modelfleet/server";
import { createStorytellerEngine, storytellerDescriptions } from "./storyteller.ts";

function lastQuestion({ messages }: ModelRequest): string {
  const said = messages.findLast(({ role }) => role === "human");
  if (!said) return "";
  const images = typeof said.content === "string" ? [] : said.content.filter(({ type }) => type === "image");
  const text = messageText(said);
  if (images.length === 0) return text;
  const seen = images.map((part) => {
    const data = part.type === "text" ? "" : part.data;
    return `- an image of about ${Math.max(1, Math.round((data.length * 3) / 4 / 1024))} KB`;
  });
  return `You sent:\n\n${seen.join("\n")}\n\n${text ? `and said:\n\n> ${text}` : ""}`;
}

/** A model that a worker offers to start, by the name of its engine. */
const offered = (model: string, workerType: WorkerType, params: readonly ParameterDescription[]) => ({
  workerTypes: [workerType],
  parameters: params,
  supportedModels: (): SupportedModel[] => [
    { model, workerType, pathExist: true, proxy: false, enabled: true, params, provider: model },
  ],
});

/** What the workers of the tab can run: nothing that has to be downloaded. */
export function tabEngines(tokenDelayMs: number): EngineFactories {
  return {
    guide: { create: () => createGuideEngine({ tokenDelayMs }), ...offered("guide", "llm", guideDescriptions) },
    storyteller: {
      create: () => createStorytellerEngine({ tokenDelayMs }),
      ...offered("storyteller", "llm", storytellerDescriptions),
    },
    echo: {
      create: () => createEchoEngine({ tokenDelayMs, answer: lastQuestion }),
      ...offered("echo", "llm", echoDescriptions),
    },
    "lexical-embed": {
      create: () => createLexicalEmbedEngine(),
      ...offered("lexical-embed", "text2vec", lexicalEmbedDescriptions),
    },
    "lexical-rerank": {
      create: () => createLexicalRerankEngine(),
      ...offered("lexical-rerank", "reranker", lexicalRerankDescriptions),
    },
  };
}
