// Bundled by size.ts, never run: what a page imports to stream a chat.
export { default } from "openai";
