import * as v from "valibot";

/**
 * A part of a message or an answer that is not text.
 *
 * Source: `MediaContent` in DB-GPT's `core/interface/media.py` (from 0.7).
 */
export interface MediaPart {
  type: "image" | "audio" | "video";
  /** A URL, or the bytes in Base64, as `format` says. */
  data: string;
  /** `url` or `base64`, with the media type after an `@` where it is known: `base64@image/jpeg`. */
  format: string;
}

/** A part of a message. */
export type ContentPart = MediaPart | { type: "text"; text: string };

/** One entry of the wire's `content` from 0.7. `data` of a thinking part may be null. */
export const wireContentPartSchema: v.GenericSchema<unknown, WireContentPart> = v.object({
  type: v.optional(v.picklist(["text", "thinking", "image", "audio", "video"]), "text"),
  object: v.object({ data: v.nullish(v.string(), ""), format: v.nullish(v.string(), "text") }),
});

export interface WireContentPart {
  type: "text" | "thinking" | "image" | "audio" | "video";
  object: { data: string; format: string };
}

export function contentPartToWire(part: ContentPart): WireContentPart {
  return part.type === "text"
    ? { type: "text", object: { data: part.text, format: "text" } }
    : { type: part.type, object: { data: part.data, format: part.format } };
}
