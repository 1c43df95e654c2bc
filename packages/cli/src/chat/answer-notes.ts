import { stripToLine } from "../terminal/control-stripper.ts";
import { sayAside } from "../terminal/talk.ts";
import type { Answer } from "./answer.ts";

/** What a reader of the text alone would not learn about an answer. */
export function sayNotes({ text, media = [], finishReason, stopped }: Answer): void {
  for (const { type, format } of media) {
    sayAside(`[${stripToLine(type)}, ${stripToLine(format)}: not shown here]`);
  }
  if (finishReason === "length") sayAside("[The answer was cut off at its greatest length.]");
  if (stopped) sayAside("[stopped]");
  else if (text === "" && media.length === 0) sayAside("[The answer is empty.]");
}
