import type { ModelOutput } from "@modelfleet/client";
import { PipeView } from "./pipe-view.ts";
import { TerminalView } from "./terminal-view.ts";

/** Shows one answer as it comes. */
export interface AnswerView {
  /** Resolves when the reader keeps up. */
  show(output: ModelOutput): Promise<void>;
  /** The answer is over, whichever way: what is said next begins on a line of its own. */
  end(): void;
}

export function createAnswerView(): AnswerView {
  const { stdout, stderr } = process;
  return stdout.isTTY ? new TerminalView(stdout, stderr) : new PipeView(stdout);
}
