import { InvalidInputError } from "./errors/invalid-input-error.ts";
import type { ContentPart } from "./media.ts";
import type { ModelMessage, ModelMessageRole } from "./model-message.ts";

/** A part of a message in OpenAI's chat format. */
export type OpenAIContentPart =
  | { type: "text"; text: string }
  | { type: "image_url"; image_url: { url: string } }
  | { type: "input_audio"; input_audio: { data: string; format: string } };

/** A message in OpenAI's chat format. */
export interface OpenAIMessage {
  role: "system" | "developer" | "user" | "assistant";
  content: string | readonly OpenAIContentPart[];
}

const fromOpenAIRole: Record<OpenAIMessage["role"], ModelMessageRole> = {
  system: "system",
  developer: "system",
  user: "human",
  assistant: "ai",
};

const dataUrl = /^data:([^;,]+);base64,(.*)$/s;

function fromOpenAIPart(part: OpenAIContentPart): ContentPart {
  // What is missing here is reported where the whole request is checked.
  switch (part?.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image_url": {
      const match = dataUrl.exec(part.image_url?.url);
      return match?.[1] !== undefined && match[2] !== undefined
        ? { type: "image", data: match[2], format: `base64@${match[1]}` }
        : { type: "image", data: part.image_url?.url, format: "url" };
    }
    case "input_audio":
      return { type: "audio", data: part.input_audio?.data, format: `base64@audio/${part.input_audio?.format}` };
    default:
      throw new InvalidInputError(
        `Unknown message part ${JSON.stringify((part as { type?: unknown } | null)?.type)}: use text, image_url or input_audio.`,
      );
  }
}

/** @throws InvalidInputError for a role or a part that DB-GPT has no word for */
export function fromOpenAIMessage(message: OpenAIMessage): ModelMessage {
  const given: OpenAIMessage["role"] | undefined = (message as OpenAIMessage | null)?.role;
  const role = given && Object.hasOwn(fromOpenAIRole, given) ? fromOpenAIRole[given] : undefined;
  if (!role) {
    throw new InvalidInputError(
      `Unknown message role ${JSON.stringify(given)}: use ${Object.keys(fromOpenAIRole).join(", ")}.`,
    );
  }
  const { content } = message;
  return { role, content: Array.isArray(content) ? content.map(fromOpenAIPart) : (content as string) };
}

/** The conversation in OpenAI's format. What is not for models (`view`) is left out; video has no part there. */
export function toOpenAIMessages(messages: readonly ModelMessage[]): OpenAIMessage[] {
  const result: OpenAIMessage[] = [];
  for (const { role, content } of messages) {
    if (role === "view") continue;
    result.push({
      role: role === "human" ? "user" : role === "ai" ? "assistant" : "system",
      content: typeof content === "string" ? content : content.map(toOpenAIPart),
    });
  }
  return result;
}

function toOpenAIPart(part: ContentPart): OpenAIContentPart {
  if (part.type === "text") return part;
  const [encoding, mediaType] = part.format.split("@");
  if (part.type === "image") {
    const url = encoding === "base64" ? `data:${mediaType ?? "image/png"};base64,${part.data}` : part.data;
    return { type: "image_url", image_url: { url } };
  }
  if (part.type === "audio" && encoding === "base64") {
    return { type: "input_audio", input_audio: { data: part.data, format: mediaType?.split("/")[1] ?? "wav" } };
  }
  throw new InvalidInputError(`OpenAI's messages have no part for ${part.type} as ${encoding}: send it as text.`);
}
