import { eitherSignal, type ModelOutput } from "@modelfleet/core";

/** Makes the stream's source. The signal is aborted when the caller gives up, or leaves before the source is there. */
type Open = (signal: AbortSignal) => Promise<AsyncIterableIterator<ModelOutput>>;

const done: IteratorResult<ModelOutput> = { done: true, value: undefined };

/**
 * A stream of outputs that does nothing until it is read, and then opens its source. It hands the source's own
 * promises through, so that a stack of these costs a call per output and no promise.
 */
export class OutputStream implements AsyncIterableIterator<ModelOutput> {
  readonly #open: Open;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #controller = new AbortController();
  #source: AsyncIterableIterator<ModelOutput> | undefined;
  /** Nothing comes of it where the stream is left before. */
  #opening: Promise<AsyncIterableIterator<ModelOutput> | undefined> | undefined;
  #left = false;

  constructor(open: Open, signal: AbortSignal | undefined) {
    this.#open = open;
    this.#callerSignal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<ModelOutput>> {
    if (this.#left) return Promise.resolve(done);
    if (this.#source) return this.#callerSignal?.aborted ? this.#abandon(this.#source) : this.#source.next();
    this.#opening ??= this.#start();
    return this.#opening.then((source) => source?.next() ?? done);
  }

  async return(): Promise<IteratorResult<ModelOutput>> {
    if (this.#left) return done;
    this.#left = true;
    this.#controller.abort(new DOMException("The stream was left before its end.", "AbortError"));
    // A source that was still being opened may have come in spite of the signal.
    const source = this.#source ?? (await this.#opening?.catch(() => undefined));
    await source?.return?.();
    return done;
  }

  /** Outputs that had come with those before the abort are not handed out after it. */
  async #abandon(source: AsyncIterableIterator<ModelOutput>): Promise<never> {
    this.#left = true;
    await source.return?.();
    throw this.#callerSignal?.reason;
  }

  async #start(): Promise<AsyncIterableIterator<ModelOutput> | undefined> {
    const own = this.#controller.signal;
    const caller = this.#callerSignal;
    caller?.throwIfAborted();
    try {
      this.#source = await this.#open(caller ? eitherSignal(caller, own) : own);
      return this.#source;
    } catch (error) {
      if (this.#left) return undefined;
      this.#left = true;
      throw error;
    }
  }
}
