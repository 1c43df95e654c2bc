import type { ModelOutput } from "@modelfleet/client";
import { stripToLine } from "../terminal/control-stripper.ts";
import { sayAside } from "../terminal/talk.ts";

/** What a reader of the text alone would not learn about an answer, from its last output. */
export function sayNotes(output: ModelOutput | undefined): void {
  for (const { type, format } of output?.media ?? []) {
    sayAside(`[${stripToLine(type)}, ${stripToLine(format)}: not shown here]`);
  }
  if (output?.finishReason === "length") sayAside("[The answer was cut off at its greatest length.]");
}
