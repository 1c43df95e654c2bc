export { createLlamaCppEngine } from "./create-llama-cpp-engine.ts";
export { descriptions, type LlamaCppEngineOptions } from "./options.ts";
