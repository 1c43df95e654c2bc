export { createOpenAICompatibleEngine } from "./create-openai-compatible-engine.ts";
export { descriptions, type OpenAICompatibleEngineOptions } from "./options.ts";
