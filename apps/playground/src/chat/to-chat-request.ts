import type { ChatMessage } from "@modelfleet/client";
import type { ChatParameters, Conversation, Message } from "./conversation.ts";

/** A chat request as `fleet.chat.stream` takes it. */
export interface PlaygroundRequest extends ChatParameters {
  model: string;
  messages: ChatMessage[];
}

function toChatMessage(message: Message): ChatMessage {
  if (message.role === "assistant") return { role: "assistant", content: message.text };
  if (message.images.length === 0) return { role: "user", content: message.text };
  return {
    role: "user",
    content: [
      ...message.images.map(({ dataUrl }) => ({ type: "image_url" as const, image_url: { url: dataUrl } })),
      ...(message.text ? [{ type: "text" as const, text: message.text }] : []),
    ],
  };
}

/** What the model is asked: the conversation without answers that never came. */
export function toChatRequest(
  { system, parameters }: Pick<Conversation, "system" | "parameters">,
  model: string,
  messages: readonly Message[],
): PlaygroundRequest {
  const { temperature, topP, maxNewTokens, stop } = parameters;
  return {
    model,
    messages: [
      ...(system.trim() ? [{ role: "system" as const, content: system }] : []),
      ...messages.filter((message) => message.role === "user" || message.text !== "").map(toChatMessage),
    ],
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(maxNewTokens !== undefined && { maxNewTokens }),
    ...(stop && stop.length > 0 && { stop }),
  };
}
