import { canDraw } from "../terminal/can-draw.ts";
import type { AnswerView } from "./answer-view.ts";
import type { TerminalViewOptions } from "./terminal-view.ts";

export interface ViewOptions extends TerminalViewOptions {
  model: string;
  /** NDJSON. */
  json?: boolean | undefined;
  /** The text as the model wrote it, also on a terminal. */
  raw?: boolean | undefined;
}

/** What shows an answer on standard output, whatever that is. Only what is needed is loaded. */
export async function createAnswerView({ model, json, raw, ...options }: ViewOptions): Promise<AnswerView> {
  const { stdout } = process;
  if (json) return new (await import("./json-view.ts")).JsonView(stdout, model);
  if (raw || !canDraw(stdout)) return new (await import("./pipe-view.ts")).PipeView(stdout);
  return new (await import("./terminal-view.ts")).TerminalView(stdout, options);
}
