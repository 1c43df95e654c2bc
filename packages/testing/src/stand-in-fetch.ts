/** A `fetch` that answers from `handle` and gives up at once when its signal aborts. */
export function standInFetch(
  handle: (request: Request) => Promise<Response>,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    let abort = (): void => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason);
      signal.addEventListener("abort", abort);
    });
    try {
      const response = await Promise.race([handle(request), aborted]);
      // A response made by hand has no address; that of a real fetch has.
      return Object.defineProperty(response, "url", { value: request.url });
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };
}
