import type { Dispatcher } from "undici";
import type { BodyReader, ExchangeRequest, ExchangeResponse } from "../http/exchange.ts";

/** Pieces that wait for a slow reader, in bytes; above it the socket is paused, and so the worker is slowed. */
const highWaterBytes = 256 * 1024;

/** Whether the server ended a connection that had brought bytes before. */
function wasClosed(error: unknown): boolean {
  const { code, socket } = error as { code?: string; socket?: { bytesRead?: number } };
  return code === "UND_ERR_SOCKET" && (socket?.bytesRead ?? 0) > 0;
}

/**
 * One request by undici's own events, and the answer's head and body in one: its `request` makes a `Readable` for each
 * answer, which takes half as long again.
 */
export class UndiciCall implements Dispatcher.DispatchHandler, ExchangeResponse, BodyReader {
  status = 0;
  readonly #request: ExchangeRequest;
  readonly #resolve: (response: ExchangeResponse) => void;
  readonly #reject: (error: unknown) => void;
  readonly #again: (() => void) | undefined;
  readonly #staleErrors: WeakSet<Error>;
  readonly #pieces: Uint8Array[] = [];
  #headers: Record<string, string | string[] | undefined> = {};
  #controller: Dispatcher.DispatchController | undefined;
  #stopConnecting: (() => void) | undefined;
  #answered = false;
  #queuedBytes = 0;
  #ended = false;
  #error: unknown;
  #waiting: { resolve: (piece: Uint8Array | undefined) => void; reject: (error: unknown) => void } | undefined;

  /**
   * @param again sends the request once more; absent where that was done already, or may do harm
   * @param staleErrors what connections failed with that had brought bytes before
   */
  constructor(
    request: ExchangeRequest,
    resolve: (response: ExchangeResponse) => void,
    reject: (error: unknown) => void,
    again: (() => void) | undefined,
    staleErrors: WeakSet<Error>,
  ) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#again = again;
    this.#staleErrors = staleErrors;
  }

  get body(): this {
    return this;
  }

  dispatch(dispatcher: Dispatcher): void {
    const { method, url, headers, body, signal } = this.#request;
    signal.addEventListener("abort", this.#abort);
    const slash = url.indexOf("/", 8);
    const hash = url.indexOf("#");
    const path = url.slice(slash, hash < 0 ? undefined : hash);
    const options = { origin: url.slice(0, slash), path, method, headers, body: body ?? null };
    try {
      dispatcher.dispatch(options as Dispatcher.DispatchOptions, this);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** A connection is being made for it. @param stop lets go of that, unless it stands by now */
  connectsBy(stop: () => void): void {
    this.#stopConnecting = stop;
  }

  header(name: string): string | undefined {
    const value = this.#headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  take(): Uint8Array | undefined {
    const piece = this.#pieces.shift();
    if (piece) {
      this.#queuedBytes -= piece.length;
      if (this.#queuedBytes === 0 && this.#controller?.paused) this.#controller.resume();
    }
    return piece;
  }

  read(): Promise<Uint8Array | undefined> {
    const piece = this.take();
    if (piece) return Promise.resolve(piece);
    if (this.#ended) return this.#error === undefined ? Promise.resolve(undefined) : Promise.reject(this.#error);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  cancel(): void {
    this.#pieces.length = 0;
    if (!this.#ended) this.#controller?.abort(new Error("the reader has left"));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#request.signal.aborted) this.#abort();
    else this.#request.onConnect();
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // Preliminary ones, such as 100.
    if (status < 200) return;
    this.status = status;
    this.#headers = headers;
    this.#answered = true;
    this.#resolve(this);
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Uint8Array): void {
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      waiting.resolve(piece);
      return;
    }
    this.#pieces.push(piece);
    this.#queuedBytes += piece.length;
    if (this.#queuedBytes > highWaterBytes) controller.pause();
  }

  onResponseEnd(): void {
    this.#end(undefined);
    this.#waiting?.resolve(undefined);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  readonly #abort = (): void => {
    if (this.#controller) this.#controller.abort(this.#request.signal.reason as Error);
    else this.#stopConnecting?.();
  };

  #fail(error: unknown): void {
    this.#end(error);
    if (this.#answered) this.#waiting?.reject(error);
    else if (this.#again && !this.#request.signal.aborted && this.#wasStale(error)) this.#again();
    else this.#reject(error);
  }

  /**
   * Whether a kept connection broke under the request. Nearly always the server had closed it while it rested, but it may
   * also have read the request and died of it. undici does not tell which request the bytes were for, so that a head
   * that breaks off looks the same.
   */
  #wasStale(error: unknown): boolean {
    return wasClosed(error) || this.#staleErrors.has(error as Error);
  }

  #end(error: unknown): void {
    this.#ended = true;
    this.#error = error;
    this.#request.signal.removeEventListener("abort", this.#abort);
  }
}
