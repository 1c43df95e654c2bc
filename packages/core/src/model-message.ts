import * as v from "valibot";
import { type ContentPart, contentPartToWire } from "./media.ts";
import { toWire } from "./wire-object.ts";

/**
 * Who speaks. `view` is what was shown to the person in place of the model's answer; it is never sent to a model.
 *
 * Source: `ModelMessageRoleType` in DB-GPT's `core/interface/message.py`.
 */
export type ModelMessageRole = "system" | "human" | "ai" | "view";

/** A message of a conversation, in DB-GPT's roles. */
export interface ModelMessage {
  role: ModelMessageRole;
  /** Text, or parts with media for workers from 0.7 that take them. */
  content: string | readonly ContentPart[];
  /** The round of the conversation that the message belongs to; 0 by default. */
  roundIndex?: number | undefined;
}

const contentPartSchema: v.GenericSchema<unknown, ContentPart> = v.union([
  v.strictObject({ type: v.picklist(["text"]), text: v.string() }),
  v.strictObject({ type: v.picklist(["image", "audio", "video"]), data: v.string(), format: v.string() }),
]);

export const modelMessageSchema: v.GenericSchema<unknown, ModelMessage> = v.strictObject({
  role: v.picklist(["system", "human", "ai", "view"]),
  content: v.union([v.string(), v.array(contentPartSchema)]),
  roundIndex: v.optional(v.number()),
});

/**
 * A message as workers take it. Their check of `format` knows the bare encodings only: `base64@image/png`, which
 * answers may carry, is a 422 in a message (DB-GPT 0.7.1 to 0.8.2).
 */
export function messageToWire(message: ModelMessage): Record<string, unknown> {
  const { content } = message;
  if (typeof content === "string") return toWire(message);
  const parts = content.map((part) => {
    const { type, object } = contentPartToWire(part);
    return { type, object: { ...object, format: object.format.split("@")[0] } };
  });
  return toWire({ ...message, content: parts });
}

/** The text of a message, its media left out. */
export function messageText(message: ModelMessage): string {
  const { content } = message;
  if (typeof content === "string") return content;
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}
