import type { ByteOperations } from "./byte-operations.ts";

/** Limits on time, in milliseconds; 0 means none. */
export interface Timeouts {
  /** Until the connection stands, and before that for a token that a function gives. `fetch` does not tell when that is: there it counts into `firstFrameMs`. */
  connectMs: number;
  /** From sending the request until the first bytes of the answer's body. */
  firstFrameMs: number;
  /** Between two pieces of the body. */
  idleMs: number;
}

/** One request. */
export interface TransportRequest {
  method: "GET" | "POST" | "DELETE";
  /** Absolute, without a query. */
  url: string;
  /** Added to the URL; left out of errors. */
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON. */
  body?: unknown;
  /** Over the transport's own. */
  headers?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
  /** Over the transport's own. */
  timeouts?: Partial<Timeouts> | undefined;
  /**
   * Whether it does no harm if it arrives twice; true by default. Where a kept connection breaks under a request before
   * an answer comes, nobody can tell whether the server saw it: it is sent once more if this is true, as servers close
   * connections that rest. Otherwise it has a connection of its own. Over `fetch` both are up to the runtime.
   */
  repeatable?: boolean | undefined;
}

/** A streamed answer with a 2xx status, its body not read yet. It must be read to its end or cancelled. */
export interface ByteStream {
  /** The value of a header of the answer, by its name in lower case. */
  header(name: string): string | undefined;
  /** The body's pieces as they come, cut anywhere. Leaving the loop closes the connection. */
  bytes: AsyncIterable<Uint8Array>;
  /**
   * The next piece if it has arrived already and no `next()` of `bytes` waits: saves a promise for each. `undefined`
   * says nothing but that there is none now. Optional: a stream without it is read by `bytes` alone.
   */
  take?(): Uint8Array | undefined;
  /** Closes the connection. Does nothing once the body was read to its end. */
  cancel(): void;
}

/** All that the client needs of HTTP. */
export interface Transport {
  /**
   * @returns the parsed JSON of a 2xx answer; `undefined` for an empty one
   * @throws ConnectionError, TimeoutError, HttpStatusError, UnexpectedContentTypeError, InvalidResponseError, or the
   * signal's reason
   */
  json(request: TransportRequest): Promise<unknown>;
  /**
   * Resolves when the status and headers are there.
   *
   * @throws ConnectionError, TimeoutError, HttpStatusError, UnexpectedContentTypeError, or the signal's reason; so
   * does reading the bytes
   */
  stream(request: TransportRequest): Promise<ByteStream>;
  /** The runtime's fastest way to work on bytes. */
  readonly byteOperations: ByteOperations;
  /** Lets go of kept connections. */
  close(): Promise<void>;
}
