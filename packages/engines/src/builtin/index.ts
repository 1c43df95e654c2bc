// A chat model over modelfleet's own documentation
export { createGuideEngine, type GuideEngineOptions, guideDescriptions } from "./guide/create-guide-engine.ts";
export type { GuideDocument } from "./guide/guide-document.ts";
// Vectors and scores by words
export {
  createLexicalEmbedEngine,
  type LexicalEmbedEngineOptions,
  lexicalEmbedDescriptions,
} from "./lexical/create-lexical-embed-engine.ts";
export { createLexicalRerankEngine, lexicalRerankDescriptions } from "./lexical/create-lexical-rerank-engine.ts";
