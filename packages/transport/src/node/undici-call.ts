import type { Dispatcher } from "undici";
import type { ExchangeRequest, ExchangeResponse } from "../http/exchange.ts";
import { PieceQueue } from "./piece-queue.ts";

/** Whether the server ended a connection that had brought bytes before. */
function wasClosed(error: unknown): boolean {
  const { code, socket } = error as { code?: string; socket?: { bytesRead?: number } };
  return code === "UND_ERR_SOCKET" && (socket?.bytesRead ?? 0) > 0;
}

/**
 * One request by undici's own events, and the answer's head and body in one: its `request` makes a `Readable` for each
 * answer, which takes half as long again.
 */
export class UndiciCall extends PieceQueue implements Dispatcher.DispatchHandler, ExchangeResponse {
  status = 0;
  readonly #request: ExchangeRequest;
  readonly #resolve: (response: ExchangeResponse) => void;
  readonly #reject: (error: unknown) => void;
  readonly #again: (() => void) | undefined;
  readonly #staleErrors: WeakSet<Error>;
  #headers: Record<string, string | string[] | undefined> = {};
  #controller: Dispatcher.DispatchController | undefined;
  #stopConnecting: (() => void) | undefined;
  #answered = false;

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
    super();
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

  cancel(): void {
    this.clear();
    if (!this.ended) this.#controller?.abort(new Error("the reader has left"));
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

  onResponseData(_: Dispatcher.DispatchController, piece: Uint8Array): void {
    this.push(piece);
  }

  onResponseEnd(): void {
    this.end(undefined);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  readonly #abort = (): void => {
    if (this.#controller) this.#controller.abort(this.#request.signal.reason as Error);
    else this.#stopConnecting?.();
  };

  protected pause(): void {
    this.#controller?.pause();
  }

  protected resume(): void {
    this.#controller?.resume();
  }

  protected override end(error: unknown): void {
    this.#request.signal.removeEventListener("abort", this.#abort);
    super.end(error);
  }

  #fail(error: unknown): void {
    this.end(error);
    if (this.#answered) return;
    if (this.#again && !this.#request.signal.aborted && this.#wasStale(error)) this.#again();
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
}
