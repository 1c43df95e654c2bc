/** What every call takes besides its arguments. */
export interface CallOptions {
  /** Cancels the call: the connection is closed, and the worker stops generating. */
  signal?: AbortSignal | undefined;
  /**
   * Sent with the request, over those that the client was made with. What a client asks for several callers at once,
   * as where the instances of a model are, goes without them.
   */
  headers?: Readonly<Record<string, string>> | undefined;
}
