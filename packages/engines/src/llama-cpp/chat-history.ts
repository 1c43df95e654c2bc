import { InvalidInputError, type ModelMessage, messageText } from "@modelfleet/core";
import type { ChatHistoryItem } from "node-llama-cpp";

function textOf(message: ModelMessage): string {
  const { content } = message;
  const media = typeof content === "string" ? undefined : content.find((part) => part.type !== "text");
  if (media) throw new InvalidInputError(`The engine llama-cpp takes text only, not ${media.type}.`);
  return messageText(message);
}

/** The conversation as chat templates take it; what is not for models (`view`) is left out. */
export function chatHistory(messages: readonly ModelMessage[]): ChatHistoryItem[] {
  return messages
    .filter(({ role }) => role !== "view")
    .map((message): ChatHistoryItem => {
      const text = textOf(message);
      if (message.role === "ai") return { type: "model", response: [text] };
      return { type: message.role === "human" ? "user" : "system", text };
    });
}
