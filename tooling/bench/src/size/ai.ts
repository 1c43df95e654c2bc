// Bundled by size.ts, never run: what a page imports to stream a chat.
export { createOpenAICompatible } from "@ai-sdk/openai-compatible";
export { streamText } from "ai";
