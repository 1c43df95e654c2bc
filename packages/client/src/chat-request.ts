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

const openAIRoles = new Set(["user", "assistant", "developer"]);
const modelRoles = new Set(["human", "ai", "view"]);
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

function toModelMessage(message: ChatMessage): ModelMessage {
  if (openAIRoles.has(message.role) || (message.role === "system" && !isModelContent(message))) {
    return fromOpenAIMessage(message as OpenAIMessage);
  }
  if (modelRoles.has(message.role) || message.role === "system") return message as ModelMessage;
  throw new InvalidInputError(
    `Unknown message role ${JSON.stringify(message.role)}: use system, user, assistant, or DB-GPT's human, ai, view.`,
  );
}

/** The roles share `system`; the parts of the two formats differ in their types only where there is media. */
function isModelContent(message: ChatMessage): boolean {
  return typeof message.content === "string" || message.content.every((part) => "data" in part || part.type === "text");
}
