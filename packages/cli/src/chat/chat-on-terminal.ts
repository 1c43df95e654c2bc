import { describeError } from "../failure.ts";
import { style } from "../terminal/style.ts";
import { say, sayAside, sayError } from "../terminal/talk.ts";
import type { Conversation } from "./conversation.ts";
import { createAnswerView } from "./create-answer-view.ts";
import { isExit } from "./is-exit.ts";
import { LineEditor } from "./line-editor.ts";

/**
 * Questions and answers until `/exit`, Ctrl-D, or Ctrl-C twice.
 *
 * Ctrl-C stops the answer that streams, else empties the line, else says how to leave.
 *
 * @param signal ends the chat
 */
export async function chatOnTerminal(conversation: Conversation, signal: AbortSignal): Promise<void> {
  let answering: AbortController | undefined;
  let warned = false;
  const editor = new LineEditor({
    prompt: style("bold", "> ", process.stderr),
    onInterrupt: (line) => {
      if (answering) answering.abort();
      else if (line !== "") {
        warned = false;
        editor.clear();
      } else if (warned) editor.close();
      else {
        warned = true;
        editor.interject(style("dim", "Ctrl-C once more, Ctrl-D or /exit leaves.", process.stderr));
      }
    },
  });
  const leave = (): void => editor.close();
  signal.addEventListener("abort", leave, { once: true });
  try {
    for (;;) {
      const line = await editor.next();
      if (line === undefined) say("");
      if (line === undefined || isExit(line.trim())) break;
      warned = false;
      const question = line.trim();
      if (question === "") continue;
      answering = new AbortController();
      await answer(conversation, question, AbortSignal.any([signal, answering.signal]));
      answering = undefined;
    }
  } finally {
    signal.removeEventListener("abort", leave);
    editor.close();
  }
  signal.throwIfAborted();
}

/** A failed answer is told, and the chat goes on. */
async function answer(conversation: Conversation, question: string, signal: AbortSignal): Promise<void> {
  try {
    const end = await conversation.ask(question, createAnswerView(), signal);
    if (end === "stopped") sayAside("[stopped]");
  } catch (error) {
    sayError(describeError(error));
  }
  say("");
}
