import { createInterface } from "node:readline";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Conversation } from "./conversation.ts";
import { isExit } from "./is-exit.ts";
import { type PrintOptions, printAnswer } from "./print-answer.ts";

/**
 * Every line of standard input is a question. A question that fails does not keep the next one from being asked.
 *
 * @returns what the first failure says, if there was one
 */
export async function chatThroughPipe(
  conversation: Conversation,
  options: PrintOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const lines = createInterface({ input: process.stdin, signal, terminal: false });
  for await (const line of lines) {
    const question = line.trim();
    if (isExit(question)) break;
    if (question === "") continue;
    const code = await printAnswer(conversation, question, options, signal);
    if (exitCode === exitCodes.ok) exitCode = code;
    if (signal.aborted) break;
  }
  signal.throwIfAborted();
  return exitCode;
}
