import type { ModelOutput } from "@modelfleet/core";
import type { BodyChunks } from "../iterator-body.ts";
import type { ApiError } from "./api-error.ts";
import type { ChunkWriter } from "./chunk-writer.ts";
import { generationFailed } from "./generation-failed.ts";
import { MergedTurns, type Turn } from "./merged-turns.ts";
import { StreamedChoice } from "./streamed-choice.ts";
import { type ApiUsage, totalUsage } from "./usage.ts";

type Piece = IteratorResult<string, undefined>;
type Output = IteratorResult<ModelOutput, unknown>;

/** A generation that has begun: where it was asked for, and what it said first. */
export interface OpenGeneration {
  /** The place of its prompt. */
  prompt: number;
  source: AsyncIterator<ModelOutput>;
  first: Output;
}

export interface EventStreamOptions {
  includeUsage: boolean;
  /** Told once what was counted, however the stream ended. */
  onUsage(usage: ApiUsage): void;
  /** What to tell the client; undefined where it is the one who left. */
  onError(error: unknown): ApiError | undefined;
}

const ended: Piece = { done: true, value: undefined };

/**
 * Generations as server-sent events, in pieces of ready text: one for each output that says something new. A failure
 * is an event with `error` and ends the stream without `[DONE]`, so that no reader takes it for a whole answer.
 *
 * Written by hand, because an async generator costs several promises for each piece.
 */
export class EventStream implements BodyChunks {
  readonly #choices: readonly StreamedChoice[];
  readonly #sources: readonly AsyncIterator<ModelOutput>[];
  readonly #chunks: ChunkWriter;
  readonly #options: EventStreamOptions;
  readonly #merged: MergedTurns<ModelOutput> | undefined;
  /** Events that were ready before anyone asked. */
  #begun: string;
  #running: number;
  #over = false;

  constructor(generations: readonly OpenGeneration[], chunks: ChunkWriter, options: EventStreamOptions) {
    this.#chunks = chunks;
    this.#options = options;
    this.#sources = generations.map(({ source }) => source);
    this.#choices = generations.map(({ prompt }, index) => new StreamedChoice(index, prompt, chunks));
    this.#running = generations.length;
    this.#begun = generations.map(({ first }, index) => chunks.begin(index) + this.#write(index, first)).join("");
    if (generations.length > 1) {
      const open = generations.flatMap(({ first }, index) => (first.done ? [] : [index]));
      this.#merged = new MergedTurns(this.#sources, open);
    }
  }

  next(): Promise<Piece> {
    if (this.#begun !== "") {
      const value = this.#begun;
      this.#begun = "";
      return Promise.resolve({ done: false, value });
    }
    if (this.#over) return Promise.resolve(ended);
    return this.#merged
      ? this.#merged.next().then(this.#onTurn, this.#onError)
      : (this.#sources[0] as AsyncIterator<ModelOutput>).next().then(this.#onOutput, this.#onError);
  }

  async return(): Promise<Piece> {
    this.#begun = "";
    await this.#close();
    return ended;
  }

  readonly #onOutput = (result: Output): Piece | Promise<Piece> => this.#piece(0, result);
  readonly #onTurn = ({ source, result }: Turn<ModelOutput>): Piece | Promise<Piece> => this.#piece(source, result);

  #piece(index: number, result: Output): Piece | Promise<Piece> {
    if (this.#over) return ended;
    const value = this.#write(index, result);
    return value === "" ? this.next() : { done: false, value };
  }

  #write(index: number, result: Output): string {
    const choice = this.#choices[index] as StreamedChoice;
    if (!result.done) {
      const output = result.value;
      return output.errorCode === 0 ? choice.write(output) : this.#fail(generationFailed(output));
    }
    this.#running -= 1;
    if (this.#running > 0) return choice.end();
    this.#settle(this.#choices);
    const usage = this.#options.includeUsage ? this.#chunks.usage(totalUsage(this.#choices)) : "";
    return `${choice.end()}${usage}data: [DONE]\n\n`;
  }

  readonly #onError = (error: unknown): Piece => {
    if (this.#over) return ended;
    const value = this.#fail(error);
    return value === "" ? ended : { done: false, value };
  };

  #fail(error: unknown): string {
    const said = this.#options.onError(error);
    void this.#close().catch(() => undefined);
    return said ? `data: ${JSON.stringify(said)}\n\n` : "";
  }

  #settle(counted: Parameters<typeof totalUsage>[0]): void {
    if (!this.#over) this.#options.onUsage(totalUsage(counted));
    this.#over = true;
  }

  /** Ends what still runs. */
  async #close(): Promise<void> {
    this.#settle(this.#choices.map((choice) => choice.soFar()));
    await Promise.allSettled(this.#sources.map((source) => source.return?.()));
  }
}
