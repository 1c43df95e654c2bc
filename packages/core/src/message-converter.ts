import type { ContentPart } from "./media.ts";
import { type ModelMessage, messageText } from "./model-message.ts";
import type { ModelMetadata } from "./model-metadata.ts";

/** Fits a conversation to what a model takes. `metadata` is absent where the worker could not say. */
export type MessageConverter = (
  messages: readonly ModelMessage[],
  metadata: ModelMetadata | undefined,
) => readonly ModelMessage[];

/**
 * The conversion that DB-GPT's own client does:
 *
 * 1. what is not for the model (`view`) is dropped;
 * 2. the last human message moves to the end;
 * 3. where the metadata says that the model knows no system role, the system messages, joined by its separator, are
 *    put before the text of the last message.
 *
 * Source: `DefaultMessageConverter` in DB-GPT's `core/interface/llm.py`.
 */
export const defaultMessageConverter: MessageConverter = (messages, metadata) => {
  const kept = messages.filter((message) => message.role !== "view");
  const last = kept.findLastIndex((message) => message.role === "human");
  const ordered = last < 0 ? kept : [...kept.slice(0, last), ...kept.slice(last + 1), kept[last] as ModelMessage];
  const prompt = metadata?.prompt;
  return !prompt || prompt.promptRoles.includes("system") ? ordered : foldSystemMessages(ordered, prompt.promptSep);
};

function foldSystemMessages(messages: readonly ModelMessage[], separator: string): readonly ModelMessage[] {
  const system = messages.filter((message) => message.role === "system");
  const others = messages.filter((message) => message.role !== "system");
  const target = others.at(-1);
  if (system.length === 0 || !target) return others;
  const prefix = system.map(messageText).join(separator) + separator;
  const parts: string | ContentPart[] =
    typeof target.content === "string" ? prefix + target.content : [{ type: "text", text: prefix }, ...target.content];
  return [...others.slice(0, -1), { ...target, content: parts }];
}
