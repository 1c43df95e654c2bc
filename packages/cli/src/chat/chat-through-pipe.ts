import { createInterface } from "node:readline";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { describeError, exitCodeOf } from "../failure.ts";
import { sayError } from "../terminal/talk.ts";
import type { Conversation } from "./conversation.ts";
import { createAnswerView } from "./create-answer-view.ts";
import { isExit } from "./is-exit.ts";

/**
 * Every line of standard input is a question. A question that fails does not keep the next one from being asked.
 *
 * @returns what the first failure says, if there was one
 */
export async function chatThroughPipe(conversation: Conversation, signal: AbortSignal): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const lines = createInterface({ input: process.stdin, signal, terminal: false });
  for await (const line of lines) {
    const question = line.trim();
    if (isExit(question)) break;
    if (question === "") continue;
    try {
      await conversation.ask(question, createAnswerView(), signal);
    } catch (error) {
      sayError(describeError(error));
      if (exitCode === exitCodes.ok) exitCode = exitCodeOf(error);
    }
    if (signal.aborted) break;
  }
  signal.throwIfAborted();
  return exitCode;
}
