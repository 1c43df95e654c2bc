/**
 * The signal of one call: aborted by the caller, by whoever runs the call, or from inside.
 *
 * Not `AbortSignal.any`: what a worker's whole life listens to must not gather an entry for each call.
 */
export class CallScope {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #all: Set<CallScope>;

  /** @param all the calls under way, which this one is among until it ends */
  constructor(all: Set<CallScope>, caller: AbortSignal | undefined) {
    this.#all = all;
    this.#caller = caller;
    all.add(this);
    if (caller?.aborted) this.abort(caller.reason);
    else caller?.addEventListener("abort", this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** The call is over, well or not. */
  end(): void {
    this.#caller?.removeEventListener("abort", this.#onAbort);
    this.#all.delete(this);
  }

  readonly #onAbort = (): void => this.abort(this.#caller?.reason);
}
