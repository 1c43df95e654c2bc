import type { ModelOutput } from "@modelfleet/client";
import type { AnswerView } from "./answer-view.ts";
import { writeJsonLine } from "./json-lines.ts";

/** Answers as NDJSON: a line for each step. */
export class JsonView implements AnswerView {
  readonly #stdout: NodeJS.WriteStream;
  readonly #model: string;

  constructor(stdout: NodeJS.WriteStream, model: string) {
    this.#stdout = stdout;
    this.#model = model;
  }

  async show({ delta, thinkingDelta, reset }: ModelOutput): Promise<void> {
    if (!delta && !thinkingDelta && !reset) return;
    await writeJsonLine(this.#stdout, { type: "delta", model: this.#model, delta, thinkingDelta, reset });
  }

  async end(): Promise<void> {}
}
