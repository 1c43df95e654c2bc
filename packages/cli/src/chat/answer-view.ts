import type { ModelOutput } from "@modelfleet/client";

/** Shows one answer as it comes. */
export interface AnswerView {
  /** Resolves when the reader keeps up. */
  show(output: ModelOutput): Promise<void>;
  /** The answer is over, whichever way: what is said next begins on a line of its own. */
  end(): Promise<void>;
}
