import { type ModelRequest, messageText } from "@modelfleet/core";

/** How much of a message tells conversations apart; enough, and bounded for very long prompts. */
const maxLength = 2_000;

/** The same for all requests of one conversation: its system message and its first question. */
export function conversationKey({ messages }: ModelRequest): string | undefined {
  const firstQuestion = messages.findIndex((message) => message.role === "human");
  if (firstQuestion < 0) return undefined;
  return messages
    .slice(0, firstQuestion + 1)
    .map((message) => messageText(message).slice(0, maxLength))
    .join("\n");
}
