import type { ModelOutput } from "@modelfleet/core";
import type { BodyChunk } from "../../iterator-body.ts";

/** Turns the outputs of one stream into what is sent for them. */
export interface FrameWriter {
  /** The frame of an output, its NUL included, in one or more pieces. */
  write(output: ModelOutput): readonly BodyChunk[];
}

/** Ends a frame. JSON never has one. */
export const frameEnd = "\0";

/** A text as it stands inside a JSON string. A half of a pair is escaped, and joins its other half in any reader. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
