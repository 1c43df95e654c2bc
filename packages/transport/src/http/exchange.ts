/** One request as it goes over the wire: everything decided, nothing left to default. */
export interface ExchangeRequest {
  method: string;
  /** Absolute, with its query, without user and password. */
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string | undefined;
  /** Whether it may be sent once more where a kept connection broke under it. */
  repeatable: boolean;
  /** Aborted when the caller aborts or a limit on time runs out. */
  signal: AbortSignal;
  /** To be called each time a connection stands and the request goes over it, by an exchange that says `tellsConnect`. */
  onConnect: () => void;
}

/** The head of an answer, of any status. */
export interface ExchangeResponse {
  status: number;
  /** The value of a header, by its name in lower case. */
  header(name: string): string | undefined;
  /** The origin that answered in the end, if redirects led away from the one that was asked. */
  redirectedTo?: string | undefined;
  body: BodyReader;
}

/** The body of an answer, read by one reader, one read at a time. */
export interface BodyReader {
  /** The next piece, or `undefined` at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** The next piece if it is here already. */
  take?(): Uint8Array | undefined;
  /** Closes the connection. A read that waits is settled, whichever way. Never throws. */
  cancel(): void;
}

/**
 * What a form of the transport consists of: sends a request, resolves with the head of the answer. Failures reject
 * with whatever the runtime throws; the layer above turns them into our errors.
 */
export interface Exchange {
  send(request: ExchangeRequest): Promise<ExchangeResponse>;
  /** Whether `onConnect` is called; otherwise connecting counts into the first-frame limit. */
  readonly tellsConnect: boolean;
  close(): Promise<void>;
}
