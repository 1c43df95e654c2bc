import { fromOpenAIMessage, type ModelMessage, type OpenAIContentPart, type OpenAIMessage } from "@modelfleet/core";
import * as v from "valibot";
import { invalidParameter } from "./api-error.ts";

const partSchema: v.GenericSchema<unknown, OpenAIContentPart> = v.variant("type", [
  v.object({ type: v.literal("text"), text: v.string() }),
  v.object({ type: v.literal("image_url"), image_url: v.object({ url: v.string() }) }),
  v.object({ type: v.literal("input_audio"), input_audio: v.object({ data: v.string(), format: v.string() }) }),
]);
const partsSchema = v.array(partSchema);
const textSchema = v.string();

const messageSchema = v.object({
  role: v.picklist(["system", "developer", "user", "assistant"]),
  content: v.lazy(
    (input): v.GenericSchema<unknown, OpenAIMessage["content"]> => (Array.isArray(input) ? partsSchema : textSchema),
  ),
});

/** Parts that an answer with a tool call, or to one, has: refused by name before the rest of the message is looked at. */
const toolFields = ["tool_calls", "function_call", "tool_call_id"];

/**
 * The conversation. Names, thinking of earlier turns (`reasoning_content`) and an image's `detail` are for no worker
 * and are left out. A single text is a question, as DB-GPT's own server takes it.
 */
export const messagesSchema: v.GenericSchema<unknown, readonly OpenAIMessage[]> = v.lazy((input) =>
  typeof input === "string" ? question : conversation,
);

const question = v.pipe(
  v.string(),
  v.transform((content): readonly OpenAIMessage[] => [{ role: "user", content }]),
);

const conversation: v.GenericSchema<unknown, readonly OpenAIMessage[]> = v.pipe(
  v.array(messageSchema),
  v.check((messages) => messages.length > 0, "must have at least one message"),
);

/** @throws ApiError 400 for a conversation with tools in it */
export function refuseToolMessages(messages: unknown): void {
  if (!Array.isArray(messages)) return;
  messages.forEach((message: unknown, index) => {
    if (typeof message !== "object" || message === null) return;
    const { role } = message as { role?: unknown };
    if (role === "tool" || role === "function") {
      throw notServed(`messages[${index}].role`);
    }
    for (const field of toolFields) {
      const value = (message as Record<string, unknown>)[field];
      if (value && !(Array.isArray(value) && value.length === 0)) throw notServed(`messages[${index}].${field}`);
    }
  });
}

function notServed(param: string): Error {
  return invalidParameter(param, `'${param}': tool calls are not supported by this server.`, "unsupported_parameter");
}

export function toModelMessages(messages: readonly OpenAIMessage[]): ModelMessage[] {
  return messages.map(fromOpenAIMessage);
}
