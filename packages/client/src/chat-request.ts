import {
  fromOpenAIMessage,
  InvalidInputError,
  type ModelMessage,
  type ModelRequest,
  type OpenAIMessage,
} from "@modelfleet/core";

/** A message in OpenAI's roles (`user`, `assistant`, `system`) or in DB-GPT's (`human`, `ai`, `system`, `view`). */
export type ChatMessage = OpenAIMessage | ModelMessage;

/** A chat. What is left out is left to the worker; see `ModelRequest` for units and ranges. */
export interface ChatRequest extends Omit<ModelRequest, "messages" | "prompt"> {
  /** The conversation, or a single question. */
  messages: string | readonly ChatMessage[];
}

/** The two formats share `system`, whose parts are texts in both. */
const modelRoles = new Set<string>(["system", "human", "ai", "view"]);

/** @throws InvalidInputError for no message at all, or a role that does not exist */
export function toModelRequest({ messages, ...request }: ChatRequest): ModelRequest {
  if (typeof messages !== "string" && !(Array.isArray(messages) && messages.length > 0)) {
    throw new InvalidInputError(
      "`messages` of the chat request: give a question, or an array of at least one message.",
    );
  }
  return {
    ...request,
    messages: typeof messages === "string" ? [{ role: "human", content: messages }] : messages.map(toModelMessage),
  };
}

/** What is neither is left to the check of the whole request, or to the error of OpenAI's format. */
function toModelMessage(message: ChatMessage): ModelMessage {
  return modelRoles.has(message?.role) ? (message as ModelMessage) : fromOpenAIMessage(message as OpenAIMessage);
}
