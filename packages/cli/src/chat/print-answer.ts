import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { describeError, exitCodeOf } from "../failure.ts";
import { sayError } from "../terminal/talk.ts";
import { sayNotes } from "./answer-notes.ts";
import type { Conversation } from "./conversation.ts";
import { createAnswerView } from "./create-answer-view.ts";
import { answerLine, errorLine, writeJsonLine } from "./json-lines.ts";

export interface PrintOptions {
  json?: boolean | undefined;
  raw?: boolean | undefined;
  showThinking?: boolean | undefined;
}

/**
 * Asks, and prints the answer as it comes. An error is told, and is a line of its own in NDJSON.
 *
 * @throws the signal's reason, once what came is printed
 */
export async function printAnswer(
  conversation: Conversation,
  question: string,
  { json, raw, showThinking }: PrintOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { model } = conversation;
  const view = await createAnswerView({ model, json, raw, showThinking });
  try {
    const answer = await conversation.ask(question, view, signal);
    if (json) await writeJsonLine(process.stdout, answerLine(answer));
    else if (!answer.stopped) sayNotes(answer);
  } catch (error) {
    if (json) await writeJsonLine(process.stdout, errorLine(model, error));
    sayError(describeError(error));
    return exitCodeOf(error);
  }
  signal.throwIfAborted();
  return exitCodes.ok;
}
