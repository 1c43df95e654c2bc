import type { ModelOutput } from "@modelfleet/core";
import type { BodyChunk, BodyChunks } from "../../iterator-body.ts";
import type { FrameWriter } from "./frame-writer.ts";

const done: IteratorResult<BodyChunk, undefined> = { done: true, value: undefined };

/**
 * The body of a stream. Written by hand: a generator would cost several promises for each piece.
 *
 * A source that fails after its first output has its message as the last frame, as upstream's workers send it; by then
 * there is no status to say it with.
 */
export class FrameChunks implements BodyChunks {
  readonly #source: AsyncIterator<ModelOutput>;
  readonly #writer: FrameWriter;
  readonly #failed: (error: unknown) => ModelOutput;
  #pieces: readonly BodyChunk[];
  #at = 0;
  #ended = false;

  /** @param first the output that was waited for before the answer began */
  constructor(
    first: IteratorResult<ModelOutput>,
    source: AsyncIterator<ModelOutput>,
    writer: FrameWriter,
    failed: (error: unknown) => ModelOutput,
  ) {
    this.#source = source;
    this.#writer = writer;
    this.#failed = failed;
    this.#ended = first.done === true;
    this.#pieces = first.done ? [] : writer.write(first.value);
  }

  next(): Promise<IteratorResult<BodyChunk, undefined>> {
    const piece = this.#pieces[this.#at];
    if (piece !== undefined) {
      this.#at += 1;
      return Promise.resolve({ done: false, value: piece });
    }
    if (this.#ended) return Promise.resolve(done);
    return this.#source.next().then(this.#onOutput, this.#onError);
  }

  async return(): Promise<IteratorResult<BodyChunk, undefined>> {
    this.#pieces = [];
    if (this.#ended) return done;
    this.#ended = true;
    await this.#source.return?.();
    return done;
  }

  readonly #onOutput = (result: IteratorResult<ModelOutput>): IteratorResult<BodyChunk, undefined> => {
    if (result.done) {
      this.#ended = true;
      return done;
    }
    return this.#first(result.value);
  };

  readonly #onError = (error: unknown): IteratorResult<BodyChunk, undefined> => {
    // Left by the reader: the source says so by its own error, which nobody waits for.
    if (this.#ended) return done;
    this.#ended = true;
    return this.#first(this.#failed(error));
  };

  #first(output: ModelOutput): IteratorResult<BodyChunk, undefined> {
    this.#pieces = this.#writer.write(output);
    this.#at = 1;
    return { done: false, value: this.#pieces[0] as BodyChunk };
  }
}
