import type { AnswerView } from "./answer-view.ts";
import { PipeView } from "./pipe-view.ts";
import { TerminalView } from "./terminal-view.ts";

export function createAnswerView(): AnswerView {
  const { stdout, stderr } = process;
  return stdout.isTTY ? new TerminalView(stdout, stderr) : new PipeView(stdout);
}
